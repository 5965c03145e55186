package office

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/phone"
)

func TestTheRulesForPasswordsAreAboutLengthAndGuessing(t *testing.T) {
	for name, tt := range map[string]struct{ password, want string }{
		"a sentence":                   {"on iki tavşan zıplar", ""},
		"ten Persian letters":          {"ده خرگوش پرید", ""},
		"nine characters":              {"a7!kd93kf", "office.password_short"},
		"two hundred and one":          {strings.Repeat("abcdefghi ", 20) + "j", "office.password_long"},
		"on everybody's list":          {"1234567890", "office.password_easy"},
		"the same in Persian digits":   {"۱۲۳۴۵۶۷۸۹۰", "office.password_easy"},
		"the list in capitals":         {"QWERTYUIOP", "office.password_easy"},
		"a football club and its year": {"Galatasaray1905", "office.password_easy"},
		"the own login":                {"ayse.kaya!", "office.password_easy"},
		"the own login and a year":     {"Ayşe.Kaya2026", "office.password_easy"},
		"one letter over and over":     {"aaaaaaaaaaaa", "office.password_easy"},
		"two letters over and over":    {"abababababab", "office.password_easy"},
		"the login inside other words": {"ayse.kaya yürür", ""},
		"what we suggest ourselves":    {suggestedPassword(), ""},
	} {
		err := mayBePassword("password", ayse, tt.password)
		got := ""
		if f, ok := fault.Of(err); ok {
			got = f.On[0].Key
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestSuggestedPasswordsDiffer(t *testing.T) {
	if a, b := suggestedPassword(), suggestedPassword(); a == b || len(a) != 19 {
		t.Errorf("suggested %q and %q", a, b)
	}
}

func TestChangingThePasswordEndsTheOtherSessions(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx, "yol-mudur")
		here, there := signedIn(t, s, ctx), signedIn(t, s, ctx)
		me := access.With(later(ctx, time.Minute), who(t, s, ctx, here))
		who(t, s, ctx, there)
		const next = "bambaşka bir parola"
		token, err := s.ChangePassword(me, herKey, next, aBrowser)
		if err != nil {
			t.Fatal(err)
		}
		if a := who(t, s, me, token); a.Kind != access.Staff {
			t.Error("whoever changed the password was put out")
		}
		for _, old := range []string{here, there} {
			if a := who(t, s, me, old); a.Kind != access.Resident {
				t.Error("an old session is still alive")
			}
		}
		if _, err := s.SignIn(me, ayse, herKey, office1, aBrowser); fault.KindOf(err) != fault.Invalid {
			t.Errorf("the old password: %v", err)
		}
		if _, err := s.SignIn(me, ayse, next, office1, aBrowser); err != nil {
			t.Errorf("the new password: %v", err)
		}
	})
}

func TestAnOpenScreenIsNotEnoughToChangeAPassword(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx, "yol-mudur")
		me := access.With(ctx, who(t, s, ctx, signedIn(t, s, ctx)))
		for range freeByLogin {
			_, err := s.ChangePassword(me, wrong, "bambaşka bir parola", aBrowser)
			if f, ok := fault.Of(err); !ok || f.On[0].Key != "office.present_password_wrong" {
				t.Fatalf("got %v", err)
			}
		}
		_, err := s.ChangePassword(me, herKey, "bambaşka bir parola", aBrowser)
		mustBeTold(t, err, fault.TooOften)
	})
}

func TestAnAccountNeedsAFewThings(t *testing.T) {
	plan := phone.Plan{Country: "90", Trunk: "0", Digits: 10}
	good := newcomer{Login: "Şükrü.Öz", Details: Details{Name: " Şükrü \n Öz ", Email: "sukru@kasaba.bel.tr", Phone: "0532 123 41 18", Lang: "tr"}, Password: herKey}
	n, err := good.checked(plan)
	if err != nil || n.Login != "sukru.oz" || n.Name != "Şükrü Öz" || n.Phone != "+905321234118" {
		t.Errorf("%+v, %v", n, err)
	}
	bad := newcomer{Login: "علی", Details: Details{Email: "sukru at kasaba", Phone: "12", Lang: "xx"}, Password: "kısa"}
	_, err = bad.checked(plan)
	f, _ := fault.Of(err)
	var fields []string
	for _, on := range f.On {
		fields = append(fields, on.Name)
	}
	if fmt.Sprint(fields) != "[name email phone lang login password]" {
		t.Errorf("named %v", fields)
	}
	for _, login := range []string{"a", "-a", "a b", "a/b", "a\x00b", strings.Repeat("a", 61), "", "<a>"} {
		bad := good
		bad.Login = login
		if _, err := bad.checked(plan); fault.KindOf(err) != fault.Invalid {
			t.Errorf("the login %q was accepted", login)
		}
	}
}

func TestTwoPeopleCannotHaveOneLogin(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx)
		_, err := s.AddPerson(ctx, "AYŞE.KAYA", "Başka Ayşe", herKey)
		if f, ok := fault.Of(err); !ok || f.On[0].Key != "office.login_taken" {
			t.Errorf("got %v", err)
		}
	})
}

func TestAFormSentTwiceAddsOnePerson(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		n := newcomer{Login: ayse, Details: Details{Name: "Ayşe Kaya"}, Password: herKey, Post: "yol-mudur"}
		key := string(city.NewID())
		first, err := s.add(ctx, key, n)
		if err != nil {
			t.Fatal(err)
		}
		second, err := s.add(ctx, key, n)
		if err != nil || first != second {
			t.Errorf("%s and %s, %v", first, second, err)
		}
		if told(t, s, ctx, "person.added") != 1 || told(t, s, ctx, "person.post_filled") != 1 {
			t.Error("told twice")
		}
	})
}

func TestOnlyTheAdministratorManagesPeople(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		id := hired(t, s, ctx, "yol-mudur")
		manager := access.With(ctx, who(t, s, ctx, signedIn(t, s, ctx)))
		street := access.With(ctx, access.Actor{Kind: access.Resident})
		for name, act := range map[string]func(ctx context.Context) error{
			"add":      func(ctx context.Context) error { _, err := s.AddPerson(ctx, "yeni", "Yeni", herKey); return err },
			"change":   func(ctx context.Context) error { return s.SetDetails(ctx, id, Details{Name: "Başka"}) },
			"password": func(ctx context.Context) error { return s.SetPassword(ctx, ayse, herKey) },
			"shut out": func(ctx context.Context) error { return s.SetActive(ctx, ayse, false) },
			"fill":     func(ctx context.Context) error { return s.FillPost(ctx, ayse, "yonetici", today(ctx), 0, false) },
			"end":      func(ctx context.Context) error { return s.EndHolding(ctx, id, "yol-mudur", today(ctx)-100, today(ctx)) },
		} {
			for _, who := range []context.Context{manager, street} {
				if kind := fault.KindOf(act(who)); kind != fault.Forbidden && (kind != fault.Conflict || name != "shut out") {
					t.Errorf("%s: kind %d", name, kind)
				}
			}
		}
	})
}

func TestNobodyShutsThemselfOut(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		hired(t, s, ctx, "yonetici")
		me := access.With(ctx, who(t, s, ctx, signedIn(t, s, ctx)))
		if err := s.SetActive(me, ayse, false); fault.KindOf(err) != fault.Conflict {
			t.Errorf("got %v", err)
		}
	})
}

func TestPeopleAreFoundByTheBeginningsOfTheirWords(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		for login, name := range map[string]string{"s.oz": "Şükrü Öz", "i.cinar": "Işıl Çınar", "c.ozan": "Cem Ozan", "z.akin": "Zeynep Akın", "m.rezaei": "مریم رضایی"} {
			if _, err := s.AddPerson(ctx, login, name, herKey); err != nil {
				t.Fatal(err)
			}
		}
		for query, want := range map[string]string{
			"":          "[Cem Ozan Işıl Çınar Şükrü Öz Zeynep Akın مریم رضایی]",
			"oz":        "[Cem Ozan Şükrü Öz]",
			"ÖZ":        "[Cem Ozan Şükrü Öz]",
			"SUK oz":    "[Şükrü Öz]",
			"isil":      "[Işıl Çınar]",
			"مریم":      "[مریم رضایی]",
			"c.ozan":    "[Cem Ozan]",
			"nobody":    "[]",
			"a b c d":   "[]",
			"%":         "[Cem Ozan Işıl Çınar Şükrü Öz Zeynep Akın مریم رضایی]",
			"' OR 1=1 ": "[]",
		} {
			found, err := s.find(ctx, query, "", 50)
			if got := fmt.Sprint(namesOf(found)); err != nil || got != want {
				t.Errorf("%q finds %s, want %s (%v)", query, got, want, err)
			}
		}
		var paged []string
		for after := city.ID(""); ; {
			some, err := s.find(ctx, "", after, 2)
			if err != nil {
				t.Fatal(err)
			}
			if len(some) == 0 {
				break
			}
			paged, after = append(paged, namesOf(some)...), some[len(some)-1].ID
		}
		if got := fmt.Sprint(paged); got != "[Cem Ozan Işıl Çınar Şükrü Öz Zeynep Akın مریم رضایی]" {
			t.Errorf("page after page: %s", got)
		}
	})
}

func namesOf(people []listed) []string {
	all := []string{}
	for _, p := range people {
		all = append(all, p.Name)
	}
	return all
}

func TestANewNameIsShownAndFoundAtOnce(t *testing.T) {
	everyEngine(t, func(t *testing.T, s *Service, ctx context.Context) {
		id := hired(t, s, ctx, "yol-mudur")
		if s.PersonName(ctx, id) != "Ayşe Kaya" || s.PersonName(ctx, "") != "" || s.PersonName(ctx, city.NewID()) != "" {
			t.Error("names are not known")
		}
		if n, err := s.HowMany(ctx); n != 1 || err != nil {
			t.Errorf("%d may sign in, %v", n, err)
		}
		if err := s.SetDetails(ctx, id, Details{Name: "Ayşe Demir", Email: "ayse@kasaba.bel.tr"}); err != nil {
			t.Fatal(err)
		}
		found, err := s.find(ctx, "demir", "", 50)
		if err != nil || len(found) != 1 || found[0].Posts[0] != "yol-mudur" || s.PersonName(ctx, id) != "Ayşe Demir" {
			t.Errorf("found %+v, called %q, %v", found, s.PersonName(ctx, id), err)
		}
		if found, _ := s.find(ctx, "kaya de", "", 50); len(found) != 1 { // the login is still ayse.kaya
			t.Errorf("by login and surname: %+v", found)
		}
		if people, err := s.People(ctx, "", 10); err != nil || len(people) != 1 || people[0].Email != "ayse@kasaba.bel.tr" {
			t.Errorf("%+v, %v", people, err)
		}
	})
}
