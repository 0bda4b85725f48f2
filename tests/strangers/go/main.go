// A stranger's reading of Amana's log: Go's sumdb/note and sumdb/tlog, with no code of Amana's.
//
// It checks what those packages can: the note's text and Ed25519 line, roots, inclusion and
// consistency. ML-DSA-44 and the rule that both lines must be there are the Python stranger's.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run tests/strangers/go/*.go [VECTORS]
//
// ends in "N passed, M failed" and exits 1 on a failure.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// digest is a SHA-256 hash, hexadecimal in the vectors.
type digest tlog.Hash

func (d *digest) UnmarshalText(digits []byte) error {
	decoded, err := hex.DecodeString(string(digits))
	if err != nil || len(decoded) != len(d) {
		return fmt.Errorf("not a digest: %q", digits)
	}
	copy(d[:], decoded)
	return nil
}

// text is bytes that the vectors give in hexadecimal.
type text []byte

func (t *text) UnmarshalText(digits []byte) (err error) {
	*t, err = hex.DecodeString(string(digits))
	return err
}

func hashes(digests []digest) []tlog.Hash {
	list := make([]tlog.Hash, len(digests))
	for i, d := range digests {
		list[i] = tlog.Hash(d)
	}
	return list
}

var passed, failed int

// expect counts a case: what was found must be what the vectors say.
func expect(good bool, err error, what, name string) {
	if good == (err == nil) {
		passed++
		return
	}
	failed++
	fmt.Printf("FAILED %s: %s: %v\n", what, name, err)
}

func read(folder, name string, into interface{}) {
	content, err := os.ReadFile(filepath.Join(folder, name))
	if err == nil {
		err = json.Unmarshal(content, into)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(2)
	}
}

type logKey struct {
	Origin  string
	Ed25519 string
}

// verifier is the log's Ed25519 half as sumdb/note wants it: name+hash+base64(type ‖ key).
func verifier(key logKey) note.Verifier {
	public, err := hex.DecodeString(key.Ed25519)
	if err != nil {
		panic(err)
	}
	text, err := note.NewEd25519VerifierKey(key.Origin, public)
	if err != nil {
		panic(err)
	}
	known, err := note.NewVerifier(text)
	if err != nil {
		panic(err)
	}
	return known
}

// open returns the tree of a note whose Ed25519 line verifies.
func open(text string, key logKey) (tlog.Tree, error) {
	opened, err := note.Open([]byte(text), note.VerifierList(verifier(key)))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != key.Origin {
		return tlog.Tree{}, fmt.Errorf("not a checkpoint of %s", key.Origin)
	}
	var tree tlog.Tree
	if _, err := fmt.Sscanf(lines[1], "%d", &tree.N); err != nil {
		return tree, err
	}
	if fmt.Sprint(tree.N) != lines[1] {
		return tree, fmt.Errorf("another spelling of %d", tree.N)
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	copy(tree.Hash[:], root)
	return tree, err
}

// byEd25519 says what Ed25519 alone makes of a case: good, bad, or nothing where Amana's rule is
// about the lines as such. Some that Amana refuses are good to it: why Amana wants both lines.
func byEd25519(expectation, name string) (good, known bool) {
	switch {
	case expectation == "ok", expectation == "VER-05", strings.Contains(name, "of the ML-DSA-44"):
		return true, true
	case expectation != "VER-02", strings.Contains(name, "of the Ed25519"),
		strings.Contains(name, "other keys"), strings.Contains(name, "claiming"):
		return false, true
	}
	return false, false
}

func checkNotes(folder string) {
	var file struct {
		Log   logKey
		Cases []struct{ Name, Note, Expect string }
	}
	read(folder, "note.json", &file)
	for _, c := range file.Cases {
		if good, known := byEd25519(c.Expect, c.Name); known {
			_, err := open(c.Note, file.Log)
			expect(good, err, "note", c.Name)
		}
	}
}

func checkTrees(folder string) {
	var file struct {
		Roots []struct {
			Size int64
			Root digest
		}
		Inclusion []struct {
			Name, Expect string
			Leaf, Root   digest
			Index, Size  int64
			Proof        []digest
		}
		Consistency []struct {
			Name, Expect string
			Old, New     int64
			OldRoot      digest `json:"old_root"`
			NewRoot      digest `json:"new_root"`
			Proof        []digest
		}
	}
	read(folder, "merkle.json", &file)
	for _, c := range file.Roots {
		expect(true, checkRoot(c.Size, tlog.Hash(c.Root)), "root", fmt.Sprint(c.Size))
	}
	for _, c := range file.Inclusion {
		err := tlog.CheckRecord(hashes(c.Proof), c.Size, tlog.Hash(c.Root), c.Index, tlog.Hash(c.Leaf))
		expect(c.Expect == "ok", err, "inclusion", c.Name)
	}
	for _, c := range file.Consistency {
		err := tlog.CheckTree(hashes(c.Proof), c.New, tlog.Hash(c.NewRoot), c.Old, tlog.Hash(c.OldRoot))
		expect(c.Expect == "ok", err, "consistency", c.Name)
	}
}

// checkRoot grows the counted log of the vectors with sumdb/tlog and compares.
func checkRoot(size int64, root tlog.Hash) error {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(places []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(places))
		for i, place := range places {
			found[i] = stored[place]
		}
		return found, nil
	})
	for i := int64(0); i < size; i++ {
		entry := make([]byte, 32)
		binary.BigEndian.PutUint64(entry[24:], uint64(i))
		more, err := tlog.StoredHashes(i, entry, reader)
		if err != nil {
			return err
		}
		stored = append(stored, more...)
	}
	if size == 0 {
		// RFC 6962 gives the empty tree the hash of nothing; this package has no such tree.
		if root != sha256.Sum256(nil) {
			return fmt.Errorf("another root")
		}
		return nil
	}
	grown, err := tlog.TreeHash(size, reader)
	if err == nil && grown != root {
		err = fmt.Errorf("another root")
	}
	return err
}

func checkShared(folder string) {
	var file struct {
		Cases []struct {
			Name, Expect string
			Proof        struct {
				Size    int64
				Indices []int64
			}
			Leaves  []digest
			Root    digest
			Singles [][]digest
		}
	}
	read(folder, "shared_proof.json", &file)
	for _, c := range file.Cases {
		for i, single := range c.Singles {
			leaf, root, index := tlog.Hash(c.Leaves[i]), tlog.Hash(c.Root), c.Proof.Indices[i]
			err := tlog.CheckRecord(hashes(single), c.Proof.Size, root, index, leaf)
			expect(c.Expect == "ok", err, "shared proof, taken apart", c.Name)
		}
	}
}

// leafEntry is the 32 bytes that enter a log for a subject.
func leafEntry(network digest, origin string, number byte, salt, subject text) []byte {
	hashed := sha256.Sum256(subject)
	hash := sha256.New()
	for _, piece := range [][]byte{
		[]byte("amana/1/leaf"), network[:], {byte(len(origin))}, []byte(origin),
		{number}, salt, hashed[:],
	} {
		hash.Write(piece)
	}
	return hash.Sum(nil)
}

func checkLeaves(folder string) {
	var file struct {
		Network digest
		Cases   []struct {
			Name, Origin string
			Number       byte
			Salt, Entry  text
			SubjectCbor  text   `json:"subject_cbor"`
			LeafHash     digest `json:"leaf_hash"`
		}
	}
	read(folder, "leaf.json", &file)
	for _, c := range file.Cases {
		var err error
		entry := leafEntry(file.Network, c.Origin, c.Number, c.Salt, c.SubjectCbor)
		if !bytes.Equal(entry, c.Entry) || tlog.RecordHash(entry) != tlog.Hash(c.LeafHash) {
			err = fmt.Errorf("another leaf")
		}
		expect(true, err, "leaf", c.Name)
	}
}

type evidence struct {
	Network    digest
	Salt       text
	Index      uint64
	Checkpoint string
	Inclusion  []digest
}

func checkEvidence(folder string) {
	var file struct {
		Network digest
		Logs    []logKey
		Cases   []struct {
			Name, Expect string
			Number       byte
			SubjectCbor  text `json:"subject_cbor"`
			Evidence     evidence
		}
	}
	read(folder, "evidence.json", &file)
	for _, c := range file.Cases {
		good, known := byEd25519(c.Expect, c.Name)
		if !known {
			continue
		}
		err := fmt.Errorf("no log of this network")
		for _, log := range file.Logs {
			ours := c.Evidence.Network == file.Network
			if ours && strings.HasPrefix(c.Evidence.Checkpoint, log.Origin+"\n") {
				err = checkOne(c.Evidence, log, c.Number, c.SubjectCbor)
			}
		}
		expect(good, err, "evidence", c.Name)
	}
}

func checkOne(given evidence, log logKey, number byte, subject text) error {
	tree, err := open(given.Checkpoint, log)
	if err != nil {
		return err
	}
	leaf := tlog.RecordHash(leafEntry(given.Network, log.Origin, number, given.Salt, subject))
	return tlog.CheckRecord(hashes(given.Inclusion), tree.N, tree.Hash, int64(given.Index), leaf)
}

func main() {
	folder := filepath.Join("tests", "vectors")
	if len(os.Args) > 1 {
		folder = os.Args[1]
	}
	checkNotes(folder)
	checkCosignatures(folder)
	checkTrees(folder)
	checkShared(folder)
	checkLeaves(folder)
	checkEvidence(folder)
	checkAudit(folder)
	checkTally(folder)
	checkDisclosed(folder)
	fmt.Printf("%d passed, %d failed\n", passed, failed)
	if failed > 0 || passed == 0 {
		os.Exit(1)
	}
}
