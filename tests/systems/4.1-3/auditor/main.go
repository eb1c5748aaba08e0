// An auditor that nobody here wrote: Go's golang.org/x/mod/sumdb (Debian's golang-golang-x-mod-dev) checks signature, root, tiles,
// inclusion and consistency of a log that is served as C2SP tiles. Only the paths of tiles and bundles are read by us.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func fail(format string, args ...interface{}) {
	fmt.Printf("REJECTED "+format+"\n", args...)
	os.Exit(1)
}

func get(url string) []byte {
	response, err := http.Get(url)
	if err != nil {
		fail("%v", err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != 200 {
		fail("%s answers %d", url, response.StatusCode)
	}
	return body
}

func hashOf(text string) tlog.Hash {
	var hash tlog.Hash
	decoded, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(decoded) != len(hash) {
		fail("not a hash: %q", text)
	}
	copy(hash[:], decoded)
	return hash
}

func hashesOf(lines []string) []tlog.Hash {
	hashes := make([]tlog.Hash, len(lines))
	for i, line := range lines {
		hashes[i] = hashOf(line)
	}
	return hashes
}

// The path of a tile: thousands by groups of three digits.
func path(kind string, index, width int64) string {
	text := fmt.Sprintf("%03d", index%1000)
	for rest := index / 1000; rest > 0; rest /= 1000 {
		text = fmt.Sprintf("x%03d/%s", rest%1000, text)
	}
	if width < 256 {
		text += fmt.Sprintf(".p/%d", width)
	}
	return "tile/" + kind + "/" + text
}

func open(text []byte, verifier note.Verifier) (int64, tlog.Hash) {
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		fail("signature: %v", err)
	}
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || lines[0] != verifier.Name() {
		fail("checkpoint of another log")
	}
	return size, hashOf(lines[2])
}

type tiles []tlog.Hash

func (stored tiles) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(stored)) {
			return nil, fmt.Errorf("no hash %d", index)
		}
		hashes[i] = stored[index]
	}
	return hashes, nil
}

func entries(bundle []byte) [][]byte {
	var all [][]byte
	for len(bundle) >= 2 {
		length := int(bundle[0])<<8 | int(bundle[1])
		if len(bundle) < 2+length {
			fail("a bundle ends within an entry")
		}
		all = append(all, bundle[2:2+length])
		bundle = bundle[2+length:]
	}
	return all
}

func each(size int64, visit func(index, width int64)) {
	for index := int64(0); index*256 < size; index++ {
		width := size - index*256
		if width > 256 {
			width = 256
		}
		visit(index, width)
	}
}

// args: address of the log, its verifier key, an earlier checkpoint (file), a receipt (file)
func main() {
	base := os.Args[1]
	verifier, err := note.NewVerifier(os.Args[2])
	if err != nil {
		fail("key: %v", err)
	}
	earlier, err := os.ReadFile(os.Args[3])
	if err != nil {
		fail("%v", err)
	}
	receipt, err := os.ReadFile(os.Args[4])
	if err != nil {
		fail("%v", err)
	}
	size, root := open(get(base+"/checkpoint"), verifier)

	// The root, from what the leaves are made of.
	var stored tiles
	each(size, func(index, width int64) {
		for i, entry := range entries(get(base + "/" + path("entries", index, width))) {
			hashes, err := tlog.StoredHashesForRecordHash(index*256+int64(i), tlog.RecordHash(entry), stored)
			if err != nil {
				fail("leaf: %v", err)
			}
			stored = append(stored, hashes...)
		}
	})
	if computed, err := tlog.TreeHash(size, stored); err != nil || computed != root {
		fail("root: the leaves have another")
	}

	// The tiles of every level, against the same leaves.
	for level, count := 0, size; count > 0; level, count = level+1, count/256 {
		each(count, func(index, width int64) {
			tile := get(base + "/" + path(strconv.Itoa(level), index, width))
			for i := int64(0); i < width; i++ {
				hash := stored[tlog.StoredHashIndex(level*8, index*256+i)]
				if !bytes.Equal(tile[i*32:(i+1)*32], hash[:]) {
					fail("tile: level %d, index %d", level, index)
				}
			}
		})
	}

	// An earlier head is the beginning of this one.
	oldSize, oldRoot := open(earlier, verifier)
	var answer struct{ Proof []string }
	if err := json.Unmarshal(get(fmt.Sprintf("%s/consistency?from=%d&to=%d", base, oldSize, size)), &answer); err != nil {
		fail("consistency: %v", err)
	}
	if err := tlog.CheckTree(hashesOf(answer.Proof), size, root, oldSize, oldRoot); err != nil {
		fail("consistency: %v", err)
	}

	// A resident's receipt: the entry's own leaf, by its place.
	head := strings.SplitN(string(receipt), "\n\n", 2)
	receiptSize, receiptRoot := open([]byte(head[1]), verifier)
	lines := strings.Split(head[0], "\n")
	index, _ := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	leaf := stored[tlog.StoredHashIndex(0, index)]
	if err := tlog.CheckRecord(hashesOf(lines[3:]), receiptSize, receiptRoot, index, leaf); err != nil {
		fail("receipt: %v", err)
	}
	fmt.Printf("ACCEPTED %d leaves\n", size)
}
