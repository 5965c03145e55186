package open311

import (
	"context"
	"net/url"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/ask"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/files"
	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/tenant"
)

// Needs is what this door asks of the city; package app joins it. All are needed.
// Names and sentences are in the language of i18n.From(ctx).
type Needs struct {
	// CityByID and CityByHost find a jurisdiction.
	CityByID   func(id city.Tenant) (*tenant.City, bool)
	CityByHost func(host string) (*tenant.City, bool)
	// Services lists what can be reported, in the city's order.
	Services func(ctx context.Context) []Service
	// Questions are what is asked in addition about a service.
	Questions func(ctx context.Context, code string) ([]ask.Question, error)
	// Asked names the services with questions, and when one was changed last.
	Asked func(ctx context.Context) (map[string]bool, time.Time, error)
	// Report opens a request for a resident, and writes what was asked for in the
	// same transaction.
	Report func(ctx context.Context, r Report) (number string, err error)
	// Word adds to a request; it gives the name under which it is listed.
	Word func(ctx context.Context, w Word) (city.ID, error)
	// AddPhotos puts photos to a report that were on their way when it was told.
	AddPhotos func(ctx context.Context, tx *db.Tx, number string, photos []Picture) error
	// List hands out requests one by one, ByNumber reads some, News what happened to them. None holds what
	// only one unit may read, or who asked.
	List     func(ctx context.Context, f Filter, each func(*Request)) error
	ByNumber func(ctx context.Context, numbers []string) ([]Request, error)
	News     func(ctx context.Context, from, until time.Time, most int, may func(Request) bool) ([]News, error)
	// Number puts a request's number in its one form; an error if it is none.
	Number func(typed string) (string, error)
	// ServiceName, UnitName and PlaceName write a code.
	ServiceName func(ctx context.Context, code string) string
	UnitName    func(ctx context.Context, code string) string
	PlaceName   func(ctx context.Context, p city.Place) string
	// District is where a point or an area lies; empty when nobody knows.
	District func(ctx context.Context, at city.Point, area string) string
}

// Service is a subject as other systems choose it.
type Service struct {
	Code, Name  string
	Description string
	Keywords    []string
	Group       string
	Private     bool // told to the city alone
	Danger      bool // somebody may be hurt: the emergency number comes first
}

// Picture is a photo that has been looked at, made small and stored.
type Picture struct {
	Full, Thumb   files.Ref
	Width, Height int
}

// Report is what somebody asks through another system.
type Report struct {
	From, Key            string // the partner, and its own name for the report
	Service, Description string
	Point                city.Point
	Area, Where          string
	Name, Email, Phone   string
	Answers              url.Values // to the questions, as our form has them
	Photos               []Picture
	Then                 func(ctx context.Context, tx *db.Tx, number string) error
}

// Word is what another system adds to a request.
type Word struct {
	From, Key, Number, Text string
	Fixed, Open             bool
	Photos                  []Picture
	Then                    func(ctx context.Context, tx *db.Tx, number string) error
}

// Filter says which requests are wanted. The zero value wants all, the newest first.
type Filter struct {
	Services, Districts        []string
	Statuses, Outcomes         []string // in our words
	OpenedFrom, OpenedBefore   time.Time
	UpdatedFrom, UpdatedBefore time.Time
	Box                        *geo.Box
	Unpublished                bool
	Skip, Limit                int
}

// Request is one request as others may see it.
type Request struct {
	ID                    city.ID
	Number, Service       string
	Status, Outcome, Unit string // in our words
	Open                  bool
	Place                 city.Place
	Description           string
	Lang                  city.Lang
	Opened, Updated, Due  time.Time
	People                int
	Photo                 city.ID
	Public                bool
	From                  string // the partner that made it
}

// News is something that happened to a request.
type News struct {
	ID              city.ID
	At              time.Time
	Status, Outcome string
	Open            bool
	Text            string
	Request         Request
}
