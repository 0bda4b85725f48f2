package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Lines of an audit: docs/audit.md, 'A file of lines'.

const (
	auditLeaf = 14
	treeDepth = 20
)

type auditFile struct {
	Format, Node, Checkpoint string
	Network                  digest
	Minutes                  []struct {
		Minute    int64
		Root      digest
		Salt      text
		Index     uint64
		Inclusion []digest
	}
	Lines []struct {
		Entry  text
		Minute int64
		Index  uint64
		Path   []digest
	}
}

func checkAudit(folder string) {
	var vectors struct {
		Log   logKey
		File  json.RawMessage
		Cases []struct {
			Name, At, Expect string
			File, To         json.RawMessage
		}
	}
	read(folder, "audit.json", &vectors)
	for _, c := range vectors.Cases {
		given := vectors.File
		if c.File != nil {
			given = c.File
		}
		var file auditFile
		changed, err := change(given, c.At, c.To)
		if err == nil {
			err = json.Unmarshal(changed, &file)
		}
		if err == nil {
			err = file.check(vectors.Log)
		}
		// Ed25519 alone is enough for these packages.
		expect(c.Expect == "ok" || c.Name == "one signature", err, "audit", c.Name)
	}
}

// change puts something else where a JSON pointer leads.
func change(file json.RawMessage, at string, to json.RawMessage) ([]byte, error) {
	if at == "" {
		return file, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(file))
	decoder.UseNumber()
	var whole interface{}
	if err := decoder.Decode(&whole); err != nil {
		return nil, err
	}
	way := strings.Split(at, "/")[1:]
	inside := whole
	for i, part := range way {
		last := i == len(way)-1
		switch holder := inside.(type) {
		case map[string]interface{}:
			if last {
				holder[part] = to
			}
			inside = holder[part]
		case []interface{}:
			place, err := strconv.Atoi(part)
			if err != nil || place >= len(holder) {
				return nil, fmt.Errorf("no %s", at)
			}
			if last {
				holder[place] = to
			}
			inside = holder[place]
		}
	}
	return json.Marshal(whole)
}

func (file auditFile) check(log logKey) error {
	if file.Format != "amana/1/audit-lines" || len(file.Lines) == 0 {
		return fmt.Errorf("no lines of an audit")
	}
	if !strings.HasSuffix(log.Origin, "/"+file.Node) {
		return fmt.Errorf("another node's lines")
	}
	tree, err := open(file.Checkpoint, log)
	if err != nil {
		return err
	}
	roots := map[int64]digest{}
	for _, minute := range file.Minutes {
		subject := auditSubject(minute.Minute, minute.Root)
		entry := leafEntry(file.Network, log.Origin, auditLeaf, minute.Salt, subject)
		leaf, index := tlog.RecordHash(entry), int64(minute.Index)
		err := tlog.CheckRecord(hashes(minute.Inclusion), tree.N, tree.Hash, index, leaf)
		if err != nil {
			return err
		}
		roots[minute.Minute] = minute.Root
	}
	for _, line := range file.Lines {
		root, known := roots[line.Minute]
		if !known || len(line.Path) != treeDepth || line.Index >= 1<<treeDepth {
			return fmt.Errorf("a line without its minute or its path")
		}
		if climb(line.Entry, line.Index, line.Path) != root {
			return fmt.Errorf("a line that its minute does not prove")
		}
	}
	return nil
}

func climb(entry text, index uint64, path []digest) digest {
	top := sha256.Sum256(append([]byte("amana/1/audit"), entry...))
	for level, sibling := range path {
		left, right := top, [32]byte(sibling)
		if index>>uint(level)&1 == 1 {
			left, right = right, left
		}
		joined := append([]byte("amana/1/audit-node"), left[:]...)
		top = sha256.Sum256(append(joined, right[:]...))
	}
	return digest(top)
}

// auditSubject is the deterministic CBOR of {"audit": {"root": bytes, "minute": number}}.
func auditSubject(minute int64, root digest) text {
	start, _ := hex.DecodeString("a1" + "65" + hex.EncodeToString([]byte("audit")) + "a2" +
		"64" + hex.EncodeToString([]byte("root")) + "5820")
	subject := append(start, root[:]...)
	subject = append(subject, 0x66)
	subject = append(subject, "minute"...)
	if minute < 1<<16 || minute >= 1<<32 {
		panic("a minute of these years has 32 bits")
	}
	return binary.BigEndian.AppendUint32(append(subject, 0x1a), uint32(minute))
}
