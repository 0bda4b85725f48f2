package main

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
)

const fan = 64

type part struct {
	Level, Index, First, Last uint64
	Digest                    digest
}

type laneSum struct {
	Name, Expect       string
	First, Last, Count uint64
	Cbor               text
	Digest             digest
}

func width(level uint64) uint64 {
	wide := uint64(1)
	for ; level > 0; level-- {
		wide *= fan
	}
	return wide
}

// entryOf is what the vectors say stands under a number: nothing under each seventh.
func entryOf(number uint64) (entry [32]byte) {
	if number%7 != 0 {
		var big [8]byte
		binary.BigEndian.PutUint64(big[:], number)
		entry = sha256.Sum256(big[:])
	}
	return entry
}

func digestOf(level, index uint64) [32]byte {
	if level == 0 {
		return entryOf(index + 1)
	}
	joined := append([]byte("amana/1/tally"), byte(level))
	for at := uint64(0); at < fan; at++ {
		below := digestOf(level-1, index*fan+at)
		joined = append(joined, below[:]...)
	}
	return sha256.Sum256(joined)
}

func checkSum(sum laneSum) error {
	joined := append([]byte("amana/1/tally-lane"), sum.Cbor...)
	count := uint64(0)
	for at := sum.First - 1; at < sum.Last; {
		level := uint64(0)
		for at%width(level+1) == 0 && at+width(level+1) <= sum.Last {
			level++
		}
		below := digestOf(level, at/width(level))
		joined = append(joined, below[:]...)
		at += width(level)
	}
	for number := sum.First; number <= sum.Last; number++ {
		if entryOf(number) != [32]byte{} {
			count++
		}
	}
	if count != sum.Count || sha256.Sum256(joined) != [32]byte(sum.Digest) {
		return errors.New("another sum")
	}
	return nil
}

func checkTally(folder string) {
	var file struct {
		Parts []part
		Sums  []laneSum
	}
	read(folder, "tally.json", &file)
	for _, one := range file.Parts {
		var err error
		wide := width(one.Level)
		if one.First != one.Index*wide+1 || one.Last != (one.Index+1)*wide {
			err = errors.New("other numbers")
		}
		if digestOf(one.Level, one.Index) != [32]byte(one.Digest) {
			err = errors.New("another digest")
		}
		expect(true, err, "part", "of a lane")
	}
	for _, sum := range file.Sums {
		expect(sum.Expect == "ok", checkSum(sum), "sum", sum.Name)
	}
}
