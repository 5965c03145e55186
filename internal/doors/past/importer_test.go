package past

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
)

const small = `
zone = "America/New_York"
kind = "request"
[columns]
external = "ID"
opened = "OPEN"
target = "TARGET"
closed = "CLOSED"
on_time = "ONTIME"
subject = "TYPE"
lat = "LAT"
lon = "LON"
[values.subject]
Pothole = "YL01"
[values.on_time]
ONTIME = "yes"
OVERDUE = "no"
`

// importing reads the text as a file into a city that remembers in memory.
func importing(t *testing.T, d *db.DB, mapping, text string, again int) (Account, []Past, string) {
	t.Helper()
	m, err := ParseMapping(mapping)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "file.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	known := map[string]Past{}
	var all []Past
	var rejected bytes.Buffer
	im := &Importer{DB: d, Mapping: m, Rejected: &rejected, City: City{
		Remember: func(_ context.Context, _ *db.Tx, p Past) (bool, error) {
			_, old := known[p.External]
			if !old {
				all = append(all, p)
			}
			known[p.External] = p
			return !old, nil
		},
		Find: func(context.Context, string, string) (string, bool) { return "", false },
		At:   func(context.Context, city.Point) city.Place { return city.Place{District: "there"} },
	}}
	var a Account
	for range again {
		if a, err = im.File(context.Background(), path); err != nil {
			t.Fatal(err)
		}
	}
	return a, all, rejected.String()
}

func TestEveryRowIsAccountedFor(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		a, all, rejected := importing(t, d, small, "\ufeffID,OPEN,TARGET,CLOSED,ONTIME,TYPE,LAT,LON\n"+
			"1,2015-01-05 15:22:38,2015-01-08 03:30:00,2015-01-05 16:37:37,ONTIME,Pothole,42.34,-71.10\n"+
			"2,2015-01-06 21:07:09,2015-01-06 22:00:00,2015-01-07 21:07:52,ONTIME,Pothole,0,0\n"+ // the file is mistaken
			"3,yesterday,,,,Pothole,,\n"+
			"4,2015-01-06 21:07:09,,,,Sinkhole,,\n"+
			",2015-01-06 21:07:09,,,,Pothole,,\n"+
			"5,2015-01-06 21:07:09,,,,\"Pothole\",۴۲٫۳,\n", 1)
		if !a.Adds() || a.Read != 6 || a.New != 3 || a.Rejected != 3 {
			t.Errorf("account %+v", a)
		}
		if a.Compared != 2 || len(a.Differences) != 1 || a.Differences[0].External != "2" {
			t.Errorf("differences %+v", a.Differences)
		}
		if a.WithoutPlace != 2 || all[0].Place.District != "there" {
			t.Errorf("%d without a place; first at %+v", a.WithoutPlace, all[0].Place)
		}
		if a.Unknown["subject: Sinkhole"] != 1 || strings.Count(rejected, "\n") != 4 {
			t.Errorf("unknown %v, rejected:\n%s", a.Unknown, rejected)
		}
	})
}

func TestTheSameFileTwiceChangesNothing(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		a, all, _ := importing(t, d, small, "ID,OPEN,TARGET,CLOSED,ONTIME,TYPE,LAT,LON\n1,2015-01-05 15:22:38,,,,Pothole,,\n", 2)
		if a.New != 0 || a.Known != 1 || len(all) != 1 {
			t.Errorf("the second time: %+v, %d rows", a, len(all))
		}
	})
}

func TestAMistypedMappingIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"an unknown word":       small + "\n[colums]\nlat = \"X\"\n",
		"no subject":            strings.Replace(small, `subject = "TYPE"`, "", 1),
		"a zone nobody knows":   strings.Replace(small, "America/New_York", "America/Manisa", 1),
		"values of no column":   small + "\n[values.colour]\nred = \"x\"\n",
		"two characters apart":  "comma = \";;\"\n" + small,
		"something that is not": "}{",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ParseMapping(text); err == nil {
				t.Error("the mapping was accepted")
			}
		})
	}
}

func TestAColumnTheFileLacksIsNamed(t *testing.T) {
	m, err := ParseMapping(small)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "file.csv")
	if err := os.WriteFile(path, []byte("ID,OPEN\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = (&Importer{Mapping: m}).File(context.Background(), path)
	if err == nil || !strings.Contains(err.Error(), `no column "`) {
		t.Errorf("got %v", err)
	}
}

func FuzzMapping(f *testing.F) {
	f.Add(small, "1,2015-01-05 15:22:38")
	f.Fuzz(func(t *testing.T, text, cell string) {
		m, err := ParseMapping(text)
		if err != nil {
			return
		}
		if _, err := m.moment(cell); err == nil {
			_ = fmt.Sprint(m.translate("subject", cell))
		}
	})
}

func FuzzRows(f *testing.F) {
	f.Add("a,b\n1,\"2\n3\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		r := &rows{}
		if r.start(strings.NewReader(text), "") != nil {
			return
		}
		for range 1000 {
			if r.next() != nil && r.now == nil {
				return
			}
			_ = r.get("a")
		}
	})
}
