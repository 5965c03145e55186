package requests

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// Wanted is a request as another system sends it for a resident.
type Wanted struct {
	Subject       string          `json:"subject"`
	Kind          string          `json:"kind"` // empty: the subject's usual one
	Description   string          `json:"description"`
	Lang          city.Lang       `json:"lang"`
	District      string          `json:"district"` // empty: the one in which the point lies
	Neighbourhood string          `json:"neighbourhood"`
	Lat           float64         `json:"lat"`
	Lon           float64         `json:"lon"`
	Place         string          `json:"place"` // in words
	Street        string          `json:"street"`
	Channel       string          `json:"channel"` // empty: phone
	Name          string          `json:"name"`
	Email         string          `json:"email"`
	Phone         string          `json:"phone"`
	Photos        []string        `json:"photos"` // words of TakePhoto
	Answers       json.RawMessage `json:"answers"`
}

// SystemChannels are the doors that a system may say a request came through.
var SystemChannels = []string{"phone", "desk", "web", "mail", "paper"}

// OpenWanted opens a request for a resident, or says everything that is wrong
// with it.
func (s *Service) OpenWanted(ctx context.Context, tx *db.Tx, w Wanted) (number string, err error) {
	rep, err := s.wanted(ctx, w)
	if err != nil {
		return "", err
	}
	o, err := s.Open(ctx, tx, rep)
	return o.Number, err
}

func (s *Service) wanted(ctx context.Context, w Wanted) (Report, error) {
	var wrong []fault.Field
	is := func(bad bool, name, key string, args ...any) {
		if bad {
			wrong = append(wrong, fault.Field{Name: name, Key: key, Args: args})
		}
	}
	a := access.From(ctx)
	about, known := s.pages.subject(ctx, w.Subject)
	kind := s.kindFor(ctx, &draft{Kind: w.Kind}, about)
	rep := Report{Kind: kind.Code, Subject: about.Code, Description: trimmed(w.Description), Lang: w.Lang, Channel: cmp.Or(w.Channel, "phone"), Street: w.Street}
	if forArea(a) {
		rep.Channel = "headman"
	}
	if rep.Lang == "" {
		rep.Lang = i18n.From(ctx).Lang
	}
	is(rep.Description == "", "description", "requests.write_something")
	is(len([]rune(rep.Description)) > mostWords, "description", "requests.words_too_long", "most", mostWords)
	is(!known, "subject", "requests.staff_choose_subject")
	is(w.Kind != "" && kind.Code != w.Kind, "kind", "requests.kind_unknown")
	is(w.Street != "" && !slices.Contains(Streets, w.Street), "street", "requests.staff_choose_street")
	rep.Place = s.wantedPlace(ctx, w, is)
	is(forArea(a) && !a.InArea(rep.Place), "district", "requests.call_not_your_area")
	rep.Contact = reachable(ctx, &draft{Name: w.Name, Email: w.Email, Phone: w.Phone}, kind, is)
	rep.Contact.Lang = rep.Lang
	rep.Photos = s.keptPhotos(ctx, w.Photos, is)
	var err error
	rep.Answers, err = s.wantedAnswers(ctx, about.Code, w.Answers, &wrong)
	if err == nil && len(wrong) > 0 {
		err = fault.Fields(wrong...)
	}
	return rep, err
}

// wantedPlace is the place that was named, or the one in which the point lies.
func (s *Service) wantedPlace(ctx context.Context, w Wanted, is func(bad bool, name, key string, args ...any)) city.Place {
	p := city.Place{District: w.District, Neighbourhood: w.Neighbourhood, Words: trimmed(w.Place)}
	if w.Lat != 0 || w.Lon != 0 {
		p.Point = city.PointAt(w.Lat, w.Lon)
		at := s.pages.here(ctx, p.Point)
		is(at.Outside, "lat", "requests.outside")
		if p.District == "" {
			p.District, p.Neighbourhood = at.Place.District, cmp.Or(p.Neighbourhood, at.Place.Neighbourhood)
		}
	}
	is(p.District == "" && p.Words == "", "district", "requests.say_where")
	is(len([]rune(p.Words)) > mostWhere, "place", "requests.where_too_long", "most", mostWhere)
	is(p.District != "" && !knows(s.pages.districts(ctx), p.District), "district", "requests.staff_choose_district")
	is(p.Neighbourhood != "" && !knows(s.pages.neighbourhoods(ctx, p.District), p.Neighbourhood), "neighbourhood", "requests.choose_neighbourhood")
	return p
}

// wantedAnswers adds what is wrong with the answers to what is wrong besides.
func (s *Service) wantedAnswers(ctx context.Context, subject string, raw json.RawMessage, wrong *[]fault.Field) (Answers, error) {
	if len(raw) == 0 || subject == "" {
		return nil, nil
	}
	var sent programAnswers
	if err := json.Unmarshal(raw, &sent); err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "requests.json_broken")
	}
	answers, err := s.answeredBy(ctx, subject, sent)
	if f, ok := fault.Of(err); ok && len(f.On) > 0 {
		*wrong = append(*wrong, f.On...)
		return nil, nil
	}
	return answers, err
}
