package office

import (
	"context"
	"embed"
	"strings"
	"sync"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/tenant"
)

//go:embed migrations
var migrations embed.FS

// Schema is what this capability keeps in the database.
var Schema = db.Schema{Name: "office", Files: migrations}

// Locales holds the sentences of this capability.
//
//go:embed locales
var Locales embed.FS

// CanManagePeople is the right to give people accounts and posts.
const CanManagePeople access.Permission = "office.people"

// Service is the personnel counter and the door.
type Service struct {
	db       *db.DB
	journal  *journal.Journal
	sessions remembered
	mu       sync.RWMutex
	houses   map[city.Tenant]*house
}

// New is a service that knows no city yet; call Load.
func New(d *db.DB, j *journal.Journal) *Service {
	return &Service{db: d, journal: j, houses: map[city.Tenant]*house{}}
}

func (s *Service) of(t city.Tenant) *house {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if h := s.houses[t]; h != nil {
		return h
	}
	return newHouse(nil, nil, nil)
}

// Person is a member of staff.
type Person struct {
	ID       city.ID
	Login    string
	Name     string
	Password string // hash
	Active   bool
}

const personColumns = `id, login, name, password, active`

func scanPerson(r db.Row) (Person, error) {
	var p Person
	err := r.Scan(&p.ID, &p.Login, &p.Name, &p.Password, &p.Active)
	return p, err
}

func personByLogin(ctx context.Context, q db.Query, login string) (Person, error) {
	return db.One(ctx, q, scanPerson, `SELECT `+personColumns+` FROM office_people WHERE tenant_id = $1 AND login = $2`, q.Tenant(), login)
}

func personByID(ctx context.Context, q db.Query, id city.ID) (Person, error) {
	return db.One(ctx, q, scanPerson, `SELECT `+personColumns+` FROM office_people WHERE tenant_id = $1 AND id = $2`, q.Tenant(), id)
}

// People lists the staff by login, from the one after the given login on.
func (s *Service) People(ctx context.Context, after string, limit int) ([]Person, error) {
	q := s.db.Read(ctx)
	return db.All(ctx, q, scanPerson, `SELECT `+personColumns+` FROM office_people
		WHERE tenant_id = $1 AND login > $2 ORDER BY login LIMIT $3`, q.Tenant(), after, limit)
}

// PersonName is somebody's name, empty when nobody has the ID.
func (s *Service) PersonName(ctx context.Context, id city.ID) string {
	if id == "" {
		return ""
	}
	p, err := personByID(ctx, s.db.Read(ctx), id)
	if err != nil {
		return ""
	}
	return p.Name
}

// Holder is somebody in a post.
type Holder struct {
	Post   string
	Person city.ID
	Name   string
	Deputy bool
}

// Holders lists who sits in which post today.
func (s *Service) Holders(ctx context.Context) ([]Holder, error) {
	q := s.db.Read(ctx)
	return db.All(ctx, q, func(r db.Row) (Holder, error) {
		var h Holder
		err := r.Scan(&h.Post, &h.Person, &h.Name, &h.Deputy)
		return h, err
	}, `SELECT h.post, h.person, p.name, h.deputy FROM office_holders h JOIN office_people p ON p.tenant_id = $1 AND p.id = h.person
		WHERE h.tenant_id = $1 AND h.from_day <= $2 AND (h.until_day = 0 OR h.until_day > $2) ORDER BY h.post, h.deputy`,
		q.Tenant(), tenant.From(ctx).Today(clock.Now(ctx)))
}

// Actors lists everybody who sits in a post of the unit today, ready to act.
func (s *Service) Actors(ctx context.Context) (map[string][]access.Actor, error) {
	holders, err := s.Holders(ctx)
	h := s.of(db.TenantFrom(ctx))
	by := map[string][]access.Actor{}
	for _, one := range holders {
		p := h.post[one.Post]
		by[p.Unit] = append(by[p.Unit], h.actor(one.Person, one.Name, p))
	}
	return by, err
}

func postsToday(ctx context.Context, q db.Query, person city.ID, today city.Day) ([]string, error) {
	return db.All(ctx, q, db.Value[string], `SELECT post FROM office_holders WHERE tenant_id = $1 AND person = $2
		AND from_day <= $3 AND (until_day = 0 OR until_day > $3) ORDER BY deputy, post`, q.Tenant(), person, today)
}

func seat(ctx context.Context, tx *db.Tx, post string, person city.ID, from, until city.Day, deputy bool) error {
	d := 0
	if deputy {
		d = 1
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO office_holders (tenant_id, post, person, from_day, until_day, deputy)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, post, person, from_day) DO UPDATE
		SET until_day = excluded.until_day, deputy = excluded.deputy`, tx.Tenant(), post, person, from, until, d)
	return err
}

// AddPerson gives somebody an account with a password.
func (s *Service) AddPerson(ctx context.Context, login, name, password string) (city.ID, error) {
	login = machineWord(login)
	if login == "" || len(login) > 60 || strings.ContainsAny(login, " \t\n<>\"'/\\") {
		return "", fault.Fields(fault.Field{Name: "login", Key: "office.login_odd"})
	}
	if name = strings.TrimSpace(name); name == "" || len(name) > 200 {
		return "", fault.Fields(fault.Field{Name: "name", Key: "office.name_needed"})
	}
	if err := mayBePassword(login, password); err != nil {
		return "", err
	}
	id, hash := city.NewID(), hashPassword(password)
	return id, s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := personByLogin(ctx, tx, login); err == nil {
			return fault.Fields(fault.Field{Name: "login", Key: "office.login_taken"})
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO office_people (tenant_id, id, login, name, password) VALUES ($1, $2, $3, $4, $5)`,
			tx.Tenant(), id, login, name, hash); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, events.PersonAdded{Person: events.Person{ID: id}})
	})
}

// SetPassword gives a person another password and ends all sessions.
func (s *Service) SetPassword(ctx context.Context, login, password string) error {
	login = machineWord(login)
	if err := mayBePassword(login, password); err != nil {
		return err
	}
	hash := hashPassword(password)
	defer s.sessions.forgetAll()
	return s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := personByLogin(ctx, tx, login)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE office_people SET password = $3 WHERE tenant_id = $1 AND id = $2`, tx.Tenant(), p.ID, hash); err != nil {
			return err
		}
		if err := s.journal.Record(ctx, tx, events.PasswordChanged{Person: events.Person{ID: p.ID}}); err != nil {
			return err
		}
		return s.endSessions(ctx, tx, p.ID)
	})
}

// SetActive lets somebody in again, or no more; either way all sessions end.
func (s *Service) SetActive(ctx context.Context, login string, active bool) error {
	on := 0
	if active {
		on = 1
	}
	defer s.sessions.forgetAll()
	return s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := personByLogin(ctx, tx, machineWord(login))
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE office_people SET active = $3 WHERE tenant_id = $1 AND id = $2`, tx.Tenant(), p.ID, on); err != nil {
			return err
		}
		return s.endSessions(ctx, tx, p.ID)
	})
}

// FillPost seats a person in a post from a day on; a deputy needs a last day.
func (s *Service) FillPost(ctx context.Context, login, post string, from, until city.Day, deputy bool) error {
	if _, ok := s.Post(db.TenantFrom(ctx), post); !ok {
		return fault.Fields(fault.Field{Name: "post", Key: "office.unknown_post"})
	}
	if deputy && until == 0 {
		return fault.Fields(fault.Field{Name: "until", Key: "office.deputy_needs_end"})
	}
	defer s.sessions.forgetAll()
	return s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := personByLogin(ctx, tx, machineWord(login))
		if err != nil {
			return err
		}
		if err := seat(ctx, tx, post, p.ID, from, until, deputy); err != nil {
			return err
		}
		return s.journal.Record(ctx, tx, events.PostFilled{Person: events.Person{ID: p.ID}, Post: post, Deputy: deputy})
	})
}

// HowMany counts who may sign in today.
func (s *Service) HowMany(ctx context.Context) (int, error) {
	q := s.db.Read(ctx)
	return db.One(ctx, q, db.Value[int], `SELECT count(*) FROM office_people WHERE tenant_id = $1 AND active = 1`, q.Tenant())
}
