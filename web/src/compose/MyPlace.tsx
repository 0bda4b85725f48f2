// Where one stands, asked of the device once and on request only. What it says is shown in the form,
// as exactly as the officer chooses, and goes nowhere before he has seen it.
import { Button, NativeSelect } from '@mantine/core'
import { IconCurrentLocation } from '@tabler/icons-react'
import { useState } from 'react'
import { useWords } from '../words/Words'
import { geohash } from './geohash'

interface Props {
  onPlace: (geohash: string, precision: string) => void
}

/** Letters of a geohash, and what the record says of it. */
const EXACTNESS = [
  { word: 'place-40-m', letters: 8, precision: 'exact' },
  { word: 'place-1-km', letters: 6, precision: 'approximate' },
  { word: 'place-20-km', letters: 4, precision: 'region-only' },
] as const

const TIMEOUT_MS = 20_000

const where = (): Promise<GeolocationPosition> =>
  new Promise((found, failed) => {
    navigator.geolocation.getCurrentPosition(found, failed, {
      enableHighAccuracy: true,
      timeout: TIMEOUT_MS,
    })
  })

export function MyPlace({ onPlace }: Props) {
  const t = useWords()
  const [chosen, setChosen] = useState(1)
  const [at, setAt] = useState<GeolocationCoordinates | null>(null)
  const [state, setState] = useState<'' | 'asks' | 'denied' | 'nowhere'>('')
  const tell = (coordinates: GeolocationCoordinates, exactness: number) => {
    const { letters, precision } = EXACTNESS[exactness] ?? EXACTNESS[1]
    onPlace(geohash(coordinates.latitude, coordinates.longitude, letters), precision)
  }
  const ask = async () => {
    setState('asks')
    try {
      const { coords } = await where()
      setAt(coords)
      setState('')
      tell(coords, chosen)
    } catch (error) {
      const denied = error instanceof GeolocationPositionError && error.code === 1
      setState(denied ? 'denied' : 'nowhere')
    }
  }
  return (
    <div className="my-place">
      <NativeSelect
        label={t('place-exactness')}
        value={String(chosen)}
        data={EXACTNESS.map(({ word }, number) => ({ value: String(number), label: t(word) }))}
        onChange={(event) => {
          const next = Number(event.currentTarget.value)
          setChosen(next)
          if (at) tell(at, next)
        }}
      />
      <Button
        variant="default"
        leftSection={<IconCurrentLocation size={16} stroke={1.7} aria-hidden="true" />}
        loading={state === 'asks'}
        onClick={() => void ask()}
      >
        {t('place-here')}
      </Button>
      <p className="help" role="status">
        {state === 'denied' || state === 'nowhere'
          ? t(`place-${state}`)
          : t(at ? 'place-taken' : 'place-means')}
      </p>
    </div>
  )
}
