// Cosignatures: what Ed25519 alone says of them. ML-DSA-44, moments and the quorum are the Python
// stranger's.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// witness is the Ed25519 half of a witness's cosignature (C2SP, type 0x04), which sumdb/note does
// not know: the line holds seconds and signature, and the signature is over those and the text.
type witness struct {
	name   string
	hash   uint32
	public ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }

func (w witness) Verify(text, line []byte) bool {
	if len(line) != 8+ed25519.SignatureSize {
		return false
	}
	seconds := binary.BigEndian.Uint64(line)
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", seconds, text)
	return ed25519.Verify(w.public, []byte(signed), line[8:])
}

func newWitness(key logKey) witness {
	public, err := hex.DecodeString(key.Ed25519)
	if err != nil {
		panic(err)
	}
	id := sha256.Sum256(append([]byte(key.Origin+"\n\x04"), public...))
	return witness{key.Origin, binary.BigEndian.Uint32(id[:]), public}
}

func checkCosignatures(folder string) {
	var file struct {
		Log     logKey
		Members []struct {
			Code string
			Key  logKey
		}
		Cases []struct {
			Name, Note, Expect string
			By                 []string
		}
	}
	read(folder, "cosignature.json", &file)
	names, known := map[string]string{}, []note.Verifier{verifier(file.Log)}
	for _, member := range file.Members {
		names[member.Code] = member.Key.Origin
		known = append(known, newWitness(member.Key))
	}
	for _, c := range file.Cases {
		opened, err := note.Open([]byte(c.Note), note.VerifierList(known...))
		if c.Expect == "VER-18" {
			// Ed25519 alone sees nothing of the other line, of moments and of lines that come twice.
			if strings.Contains(c.Name, "Ed25519 line of") || strings.Contains(c.Name, "another log") {
				expect(false, err, "cosignature", c.Name)
			}
			continue
		}
		if c.Expect != "ok" {
			continue
		}
		signed := map[string]bool{}
		if err == nil {
			for _, line := range opened.Sigs {
				signed[line.Name] = true
			}
		}
		for _, code := range c.By {
			if err == nil && !signed[names[code]] {
				err = fmt.Errorf("%s did not cosign", code)
			}
		}
		expect(true, err, "cosignature", c.Name)
	}
}
