package privacy

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"mahalle/internal/city"
	"mahalle/internal/platform/db"
)

// BookName is the file's name in the city's folder.
const BookName = "forgotten"

// Book is the list of who was forgotten, outside the database: one line each,
// without anything by which a person could be read. Lines are only ever added.
type Book struct {
	path string
	mu   sync.Mutex
}

// OpenBook names the book in a city's folder; it is made with its first line.
func OpenBook(folder string) *Book { return &Book{path: filepath.Join(folder, BookName)} }

// Line is one person who was forgotten, as the book keeps it.
type Line struct {
	City    city.Tenant        `json:"city"`
	Matter  city.ID            `json:"matter"`
	Email   string             `json:"email,omitempty"` // marks under the city's seal
	Phone   string             `json:"phone,omitempty"`
	At      int64              `json:"at"` // UTC microseconds
	Number  string             `json:"number,omitempty"`
	Proof   Proof              `json:"proof"`
	Choices map[city.ID]Choice `json:"choices,omitempty"`
	By      city.ID            `json:"by,omitempty"`
}

func lineOf(t city.Tenant, m Matter) Line {
	return Line{City: t, Matter: m.ID, Email: m.EmailMark, Phone: m.PhoneMark, At: db.Micros(m.At), Number: m.Number,
		Proof: m.Proof, Choices: m.Choices, By: m.Person}
}

func (l Line) matter() Matter {
	return Matter{ID: l.Matter, EmailMark: l.Email, PhoneMark: l.Phone, At: db.Time(l.At), Number: l.Number, Proof: l.Proof,
		Choices: l.Choices, Person: l.By}
}

// Add writes a line that survives a power cut.
func (b *Book) Add(l Line) error {
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	f, err := os.OpenFile(b.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n')) // one write: two nodes never mix their lines
	return errors.Join(err, f.Sync(), f.Close())
}

// Lines reads the book; none is an empty one. A last line that was cut off is no
// line: its matter stands in the database and is added again.
func (b *Book) Lines() ([]Line, error) {
	f, err := os.Open(b.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []Line
	rows := bufio.NewScanner(f)
	rows.Buffer(nil, 1<<20)
	for n := 1; rows.Scan(); n++ {
		var l Line
		if err := json.Unmarshal(rows.Bytes(), &l); err == nil {
			all = append(all, l)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", b.path, err)
	}
	return all, nil
}

// CatchUp makes the table and the book of the city under the context say the
// same, and erases again what an older backup brought back. It tells how many
// matters were done again.
func (s *Service) CatchUp(ctx context.Context) (again int, err error) {
	lines, err := s.book.Lines()
	if err != nil {
		return 0, err
	}
	t := db.TenantFrom(ctx)
	written, missing := map[city.ID]bool{}, map[city.ID]Line{}
	for _, l := range lines {
		if l.City == t {
			written[l.Matter] = true
			missing[l.Matter] = l
		}
	}
	q := s.db.Read(ctx)
	known, err := matters(ctx, q, mostMatters)
	if err != nil {
		return 0, err
	}
	for _, m := range known {
		delete(missing, m.ID)
		if !written[m.ID] {
			if err := s.book.Add(lineOf(t, m)); err != nil {
				return 0, err
			}
		}
	}
	return s.again(ctx, q, missing)
}

// mostMatters is more than a city will ever be asked.
const mostMatters = 1 << 30

// again does matters that the database does not know: whoever bears their marks
// is looked for in everything that is held.
func (s *Service) again(ctx context.Context, q db.Query, missing map[city.ID]Line) (int, error) {
	if len(missing) == 0 {
		return 0, nil
	}
	by := map[string][]city.ID{} // by mark
	for id, l := range missing {
		for _, mark := range []string{l.Email, l.Phone} {
			if mark != "" {
				by[mark] = append(by[mark], id)
			}
		}
	}
	people := map[city.ID][]Person{}
	t := q.Tenant()
	err := s.needs.Addresses(ctx, q, func(email, phone string) {
		e, p := (Person{email, phone}).marks(s.seal, t)
		for _, id := range by[e] {
			people[id] = add(people[id], Person{Email: email})
		}
		for _, id := range by[p] {
			people[id] = add(people[id], Person{Phone: phone})
		}
	})
	for id, l := range missing {
		if err != nil {
			break
		}
		m := l.matter()
		err = s.db.Write(ctx, func(tx *db.Tx) error { return s.forget(ctx, tx, &m, people[id], true) })
	}
	return len(missing), err
}
