// The reader's settings, and the way out.
import { NativeSelect } from '@mantine/core'
import { Link } from 'wouter'
import { Sheet } from '../parts/Sheet'
import { SignOut } from '../sign-in/SignOut'
import { useLabel } from '../parts/label'
import { Identifier } from '../parts/Identifier'
import { type Calendar, CALENDARS } from '../words/calendar'
import { LANGUAGES, NAMES, type Language } from '../words/language'
import type { Digits, Theme } from '../words/setting'
import { useReader } from '../words/Words'
import { useSignedIn } from './me'

const ZONES = Intl.supportedValuesOf('timeZone')

export default function Settings({ onClose }: { onClose: () => void }) {
  const { t, setting, change } = useReader()
  const me = useSignedIn()
  const role = useLabel('role')
  return (
    <Sheet title={t('settings')} onClose={onClose}>
      <div className="settings">
        <p>
          {role(me.role)} · <Identifier>{me.officer}</Identifier> ·{' '}
          <Identifier>{me.unit}</Identifier>
        </p>
        <NativeSelect
          label={t('setting-language')}
          value={setting.language}
          data={LANGUAGES.map((value) => ({ value, label: NAMES[value] }))}
          onChange={(event) => {
            change({ language: event.currentTarget.value as Language })
          }}
        />
        {setting.language === 'ar' && (
          <NativeSelect
            label={t('setting-digits')}
            value={setting.digits}
            data={[
              { value: 'latn', label: '0123456789' },
              { value: 'arab', label: '٠١٢٣٤٥٦٧٨٩' },
            ]}
            onChange={(event) => {
              change({ digits: event.currentTarget.value as Digits })
            }}
          />
        )}
        <NativeSelect
          label={t('setting-theme')}
          value={setting.theme}
          data={['auto', 'light', 'dark'].map((value) => ({
            value,
            label: t(`setting-theme-${value}`),
          }))}
          onChange={(event) => {
            change({ theme: event.currentTarget.value as Theme })
          }}
        />
        <TimeSettings />
        <Link href="/sign-ins" onClick={onClose}>
          {t('sign-ins')}
        </Link>
        <SignOut />
      </div>
    </Sheet>
  )
}

/** How days and times are written. */
function TimeSettings() {
  const { t, setting, change } = useReader()
  const zones = ZONES.includes(setting.timeZone) ? ZONES : [setting.timeZone, ...ZONES]
  return (
    <>
      <NativeSelect
        label={t('setting-calendar')}
        value={setting.calendar}
        data={CALENDARS.map((value) => ({ value, label: t(`setting-calendar-${value}`) }))}
        onChange={(event) => {
          change({ calendar: event.currentTarget.value as Calendar })
        }}
      />
      <NativeSelect
        label={t('setting-time-zone')}
        value={setting.timeZone}
        data={zones}
        onChange={(event) => {
          change({ timeZone: event.currentTarget.value })
        }}
      />
      <NativeSelect
        label={t('setting-first-day')}
        value={String(setting.firstDay)}
        data={['1', '6', '7'].map((value) => ({ value, label: t(`setting-first-day-${value}`) }))}
        onChange={(event) => {
          change({ firstDay: Number(event.currentTarget.value) })
        }}
      />
    </>
  )
}
