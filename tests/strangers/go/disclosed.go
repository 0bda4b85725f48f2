package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
)

type disclosed struct {
	Name, Expect, Asker string
	TagCbor             text   `json:"tag_cbor"`
	MarkCbor            text   `json:"mark_cbor"`
	CheckCbor           text   `json:"check_cbor"`
	ContentId           digest `json:"content_id"`
	Mark, Check         digest
	Tag                 uint16
}

func labelled(label string, said text) [32]byte {
	return sha256.Sum256(append([]byte(label), said...))
}

// checkName makes the digests; that the bytes are of this asker and this content is looked up in
// them, since this stranger reads no CBOR.
func checkName(one disclosed) error {
	tag := labelled("amana/1/disclosed-tag", one.TagCbor)
	if binary.BigEndian.Uint16(tag[:2]) != one.Tag {
		return errors.New("another tag")
	}
	if labelled("amana/1/disclosed-name", one.MarkCbor) != [32]byte(one.Mark) {
		return errors.New("another mark")
	}
	if labelled("amana/1/disclosed-content", one.CheckCbor) != [32]byte(one.Check) {
		return errors.New("another check")
	}
	asker := append([]byte{0x60 | byte(len(one.Asker))}, one.Asker...)
	if !bytes.Contains(one.MarkCbor, append([]byte{0x82}, asker...)) {
		return errors.New("another asker")
	}
	if !bytes.HasSuffix(one.CheckCbor, one.ContentId[:]) {
		return errors.New("another content")
	}
	return nil
}

func checkDisclosed(folder string) {
	var file struct{ Cases []disclosed }
	read(folder, "disclosed.json", &file)
	for _, one := range file.Cases {
		expect(one.Expect == "ok", checkName(one), "name", one.Name)
	}
}
