package citypack

import (
	"testing"

	"mahalle/cities"
)

func TestEveryShippedPackReadsWithoutFault(t *testing.T) {
	for _, name := range cities.Names() {
		t.Run(name, func(t *testing.T) {
			fsys, _ := cities.FS(name)
			if _, err := Read(fsys); err != nil {
				t.Fatal(err)
			}
		})
	}
}
