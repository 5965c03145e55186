package office

import (
	"context"
	"fmt"
	"testing"

	"mahalle/internal/platform/db"
)

func TestTheDirectoryKnowsWhoStandsWhere(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, _ context.Context) {
		fen, known := s.Unit("kasaba", "fen")
		agency, _ := s.Unit("kasaba", "elektrik")
		for what, ok := range map[string]bool{
			"a unit has its name and telephone":             known && fen.Name.TR == "Fen İşleri" && fen.Phone != "",
			"units come parents first":                      fmt.Sprint(codes(s.Units("kasaba"))) == "[baskanlik fen yol park masa elektrik]",
			"below a department are its branches":           fmt.Sprint(s.Below("kasaba", "fen")) == "[fen yol park]",
			"a branch belongs to its department":            s.Department("kasaba", "yol") == "fen",
			"a desk outside departments is under the top":   s.Department("kasaba", "masa") == "baskanlik",
			"who takes requests answers for the unit":       s.DeskPost("kasaba", "yol") == "yol-sorumlu",
			"without such a post the first one answers":     s.DeskPost("kasaba", "fen") == "fen-baskan",
			"an empty unit is answered for by that above":   s.DeskPost("kasaba", "park") == "fen-baskan",
			"an agency without a post has nobody":           s.DeskPost("kasaba", "elektrik") == "",
			"the desk is found":                             s.Desk("kasaba") == "masa",
			"the manager is above the officer":              s.Superior("kasaba", "yol-sorumlu") == "yol-mudur",
			"nobody is above the head":                      s.Superior("kasaba", "fen-baskan") == "",
			"an agency stands outside":                      agency.Outside() && !fen.Outside(),
			"another town has no such unit":                 len(s.Units("baska")) == 0,
			"an unknown unit is in no department":           s.Department("kasaba", "") == "",
			"posts of a unit come in the order of the city": s.PostsIn("kasaba", "yol")[0].Code == "yol-mudur",
		} {
			if !ok {
				t.Error("not so: " + what)
			}
		}
	})
}

func codes(units []Unit) []string {
	var all []string
	for _, u := range units {
		all = append(all, u.Code)
	}
	return all
}

func TestANewerPackChangesTheHouseAndForgetsNoName(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		p := townPack()
		p.Units, p.Posts = append(p.Units[:3:3], p.Units[4:]...), p.Posts[:4] // no parks, no headman
		p.Units[2].Name.TR = "Yol ve Kaldırım"
		p.Roles[2].Permissions = []string{"requests.reply"}
		p.Posts[2].Districts = []string{"ova"}
		if err := s.db.Write(ctx, func(tx *db.Tx) error { return s.LoadPack(ctx, tx, p) }); err != nil {
			t.Fatal(err)
		}
		if err := s.Load(ctx); err != nil {
			t.Fatal(err)
		}
		park, still := s.Unit("kasaba", "park")
		if !still || !park.Gone || park.Name.TR != "Parklar" || len(s.Units("kasaba")) != 5 {
			t.Errorf("the unit that is gone: %+v, listed %v", park, codes(s.Units("kasaba")))
		}
		yol, _ := s.Unit("kasaba", "yol")
		mudur, _ := s.Post("kasaba", "yol-mudur")
		manager, _ := s.Role("kasaba", "manager")
		if yol.Name.TR != "Yol ve Kaldırım" || fmt.Sprint(mudur.Districts) != "[ova]" || fmt.Sprint(manager.Permissions) != "map[requests.reply:true]" {
			t.Errorf("after the newer pack: %q, %v, %v", yol.Name.TR, mudur.Districts, manager.Permissions)
		}
	})
}

func TestInventedPeopleTakeTheirSeatsOnce(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		for range 2 {
			if err := s.db.Write(ctx, func(tx *db.Tx) error { return s.LoadDemoPeople(ctx, tx, townPack()) }); err != nil {
				t.Fatal(err)
			}
		}
		people, err := s.DemoPeople(ctx)
		if err != nil || len(people) != 2 || people[0].Post != "yol-sorumlu" || people[1].Post != "" || people[0].Try.TR == "" {
			t.Fatalf("%+v, %v", people, err)
		}
		token, err := s.SignInAs(ctx, people[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		if a := who(t, s, ctx, token); a.Post != "yol-sorumlu" || a.Name != "Elif Aydın" {
			t.Errorf("took the place of %+v", a)
		}
		if _, err := s.SignIn(ctx, "elif-aydin", "", office1, aBrowser); err == nil {
			t.Error("an invented person signed in with an empty password")
		}
		by, err := s.Actors(ctx)
		if err != nil || len(by["yol"]) != 1 || !by["yol"][0].Has("requests.take") {
			t.Errorf("who can act: %+v, %v", by, err)
		}
	})
}
