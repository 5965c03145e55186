package portal

import (
	"context"

	"mahalle/internal/platform/geo"
	"mahalle/internal/platform/ui"
)

// Needs is what the front door asks of others; package app joins them. All of
// it must come from memory or from figures that are kept, never from a search
// through the city's requests.
type Needs struct {
	// Popular lists the subjects that are reported most.
	Popular func(ctx context.Context) []Subject
	// Figures are those of the last thirty days; false while there are none.
	Figures func(ctx context.Context) (Figures, bool)
	// OpenNow lists what was told last and is still open, for everybody to see.
	OpenNow func(ctx context.Context) []ui.OpenThing
	// OpenIn counts what is open, by the code of the district.
	OpenIn func(ctx context.Context) map[string]int64
	// Districts lists the districts in the reader's alphabet.
	Districts func(ctx context.Context) []District
	// Drawing is the city's districts as paths.
	Drawing func(ctx context.Context) geo.Drawing
	// Subjects lists every subject, for the map's filter.
	Subjects func(ctx context.Context) []Subject
	// Sources lists where the city's data come from, in the reader's language.
	Sources func(ctx context.Context) []Source
}

// Subject is one thing that can be told the city.
type Subject struct{ Code, Name, Group string }

// District is a district with its residents; 0 residents: nobody knows.
type District struct {
	Code, Name string
	Population int64
}

// Figures are what a city says of itself on its first page.
type Figures struct {
	Received  int64   // told to the city
	Finished  int64   // finished, on which the next one is counted
	OnTime    float64 // share of them finished in time, 0 to 1
	Answers   int64   // residents who said yes or no
	Confirmed float64 // share of them who said yes, 0 to 1
	Late      int64   // open now and past their time
}

// Source is one source of the city's data.
type Source struct{ Text, URL string }

// Service shows the front door.
type Service struct{ needs Needs }

// New is a front door with what others give it.
func New(n Needs) *Service { return &Service{needs: n} }
