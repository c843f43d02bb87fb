// Verify reads a log with Go's own packages for transparency logs, none of it ours: golang.org/x/mod/sumdb/note and tlog, which
// check Go's module database. It takes a folder that was filled from the open routes, with the tiles at their C2SP paths, and accepts
// the log only when every signature, tile, record and proof in it holds.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// What the service answers as JSON.
type inclusion struct {
	Position      int64
	LeafHash      string
	TreeSize      int64
	RootHash      string
	InclusionPath []string
}

type consistency struct {
	FirstSize, SecondSize         int64
	FirstRootHash, SecondRootHash string
	ConsistencyPath               []string
}

type folder string

func (f folder) read(name string) []byte {
	data, err := os.ReadFile(filepath.Join(string(f), name))
	check(err)
	return data
}

func check(err error) {
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}

func hash(text string) tlog.Hash {
	h, err := tlog.ParseHash(text)
	check(err)
	return h
}

func hashes(texts []string) []tlog.Hash {
	var all []tlog.Hash
	for _, text := range texts {
		all = append(all, hash(text))
	}
	return all
}

// checkpoint opens a note with a key and gives the tree that it signs.
func (f folder) checkpoint(name, key string) tlog.Tree {
	verifier, err := note.NewVerifier(key)
	check(err)
	opened, err := note.Open(f.read(name), note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	return tlog.Tree{N: size, Hash: hash(lines[2])}
}

func (f folder) Height() int { return 8 }

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

// ReadTiles reads tiles from where C2SP puts them; Go's paths name the height as well.
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(filepath.Join(string(f), "tile", strings.TrimPrefix(tile.Path(), "tile/8/")))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func main() {
	f := folder(os.Args[1])
	key := strings.SplitN(string(f.read("public-key")), "\n", 2)[0]
	tree := f.checkpoint("checkpoint", key)

	// every leaf, through tiles that are held against the signed root
	reader := tlog.TileHashReader(tree, f)
	for n := int64(0); n < tree.N; n++ {
		stored, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
		check(err)
		proof, err := tlog.ProveRecord(tree.N, n, reader)
		check(err)
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, n, stored[0]))
	}

	// the proofs that the service gave as JSON
	var inclusions []inclusion
	check(json.Unmarshal(f.read("inclusions.json"), &inclusions))
	for _, said := range inclusions {
		check(tlog.CheckRecord(hashes(said.InclusionPath), tree.N, tree.Hash, said.Position-1, hash(said.LeafHash)))
	}
	var grown consistency
	check(json.Unmarshal(f.read("consistency.json"), &grown))
	check(tlog.CheckTree(hashes(grown.ConsistencyPath), tree.N, tree.Hash, grown.FirstSize, hash(grown.FirstRootHash)))
	earlier := f.checkpoint("earlier", key)
	check(tlog.CheckTree(hashes(grown.ConsistencyPath), tree.N, tree.Hash, earlier.N, earlier.Hash))

	// the entries of a bundle: Go hashes them itself
	var bundle struct {
		CaseCheckpoint string
		Events         []struct {
			Position      int64
			LeafHash      string
			InclusionPath []string
			Entry         *string
		}
	}
	check(json.Unmarshal(f.read("bundle.json"), &bundle))
	for _, event := range bundle.Events {
		leaf := hash(event.LeafHash)
		if event.Entry != nil {
			leaf = tlog.RecordHash([]byte(*event.Entry))
		}
		check(tlog.CheckRecord(hashes(event.InclusionPath), tree.N, tree.Hash, event.Position-1, leaf))
	}
	check(os.WriteFile(filepath.Join(string(f), "case"), []byte(bundle.CaseCheckpoint), 0o600))
	if counted := f.checkpoint("case", key); counted.N != int64(len(bundle.Events)) {
		check(fmt.Errorf("the case has %d events, the bundle %d", counted.N, len(bundle.Events)))
	}
	fmt.Printf("accepted: %d leaves, %d proofs, %d events of a case, root %s\n", tree.N, len(inclusions), len(bundle.Events),
		base64.StdEncoding.EncodeToString(tree.Hash[:]))
}
