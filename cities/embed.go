// Package cities carries the city packs that come with the program, so that a
// demonstration runs from anywhere. Each folder is a pack as package citypack
// reads it; its README names the sources and their licences.
package cities

import (
	"embed"
	"io/fs"
)

//go:embed boston manisa tehran
var packs embed.FS

// Names lists the packs that come along, in the order of the alphabet.
func Names() []string {
	entries, _ := packs.ReadDir(".") // of an embedded folder: cannot fail
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = entry.Name()
	}
	return names
}

// FS gives the folder of one pack.
func FS(name string) (fs.FS, bool) {
	for _, known := range Names() {
		if known == name {
			pack, err := fs.Sub(packs, name)
			return pack, err == nil
		}
	}
	return nil, false
}
