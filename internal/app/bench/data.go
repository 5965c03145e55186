package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/requests"
)

// data is what the workloads ask about.
type data struct {
	folder    string
	path      string // of the database file; empty on PostgreSQL
	tenant    city.Tenant
	address   string // of the database
	engine    string
	clerk     string   // session of somebody who sees the whole city
	chief     string   // session of somebody who sees some districts
	numbers   []string // of some requests, for asking one by one
	districts []string
}

const benchCity = "manisa"

// prepare makes n requests over three years, unless an earlier run did, and
// gathers what to ask about. The box is 0.40 by 0.50 degrees.
func prepare(ctx context.Context, o Options) (*data, error) {
	d := placeFor(o)
	a, err := app.Open(ctx, app.Options{DB: d.address, Folder: d.folder})
	if err != nil {
		return nil, err
	}
	defer a.Close()
	if _, known := a.Cities.ByID(benchCity); !known {
		if err := addCity(ctx, a); err != nil {
			return nil, err
		}
	}
	c, _ := a.Cities.ByID(benchCity)
	in := access.AsSystem(journal.Quiet(tenant.Enter(ctx, c)))
	if err := fill(in, a, o.Requests, o.Progress); err != nil {
		return nil, err
	}
	settle(ctx, a)
	return d, d.gather(in, a)
}

// settle does what the city does once a day or week (learning, tidying), so that
// what is measured afterwards is an ordinary hour.
func settle(ctx context.Context, a *app.App) {
	for idle := 0; idle < 2 && ctx.Err() == nil; idle++ {
		for a.Runner.Round(ctx) && ctx.Err() == nil {
			idle = 0
		}
	}
}

func placeFor(o Options) *data {
	d := &data{folder: filepath.Join(o.Folder, fmt.Sprint(o.Requests)), tenant: benchCity, engine: "PostgreSQL", address: o.DB}
	if o.DB == "" {
		d.path = filepath.Join(d.folder, "mahalle.db")
		d.engine, d.address = "SQLite, synchronous=FULL", "sqlite:"+d.path
	}
	return d
}

func addCity(ctx context.Context, a *app.App) error {
	pack, err := app.PackOf(benchCity, nil)
	if err != nil {
		return err
	}
	_, err = a.AddCity(ctx, pack, true)
	return err
}

// fill adds what is missing of n requests, oldest first.
func fill(ctx context.Context, a *app.App, n int, progress func(done, total int)) error {
	have, err := db.One(ctx, a.DB.Read(ctx), db.Value[int], `SELECT count(*) FROM pub_requests WHERE tenant_id = $1`, benchCity)
	if err != nil || have >= n {
		return err
	}
	m := newMaker(a, n)
	for from := have; from < n; from += 1000 {
		err := a.DB.WriteMany(ctx, func(tx *db.Tx) error {
			for i := from; i < min(from+1000, n); i++ {
				if _, err := a.Requests.Remember(ctx, tx, m.past(i)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		progress(min(from+1000, n), n)
	}
	return nil
}

// maker invents past requests: uniform over the box, 24 subjects, about one in
// twelve still open.
type maker struct {
	subjects  []citypack.Subject
	districts []string
	begin     time.Time
	step      time.Duration
}

const years = 3

func newMaker(a *app.App, n int) *maker {
	all := a.Routing.Subjects(benchCity)
	m := &maker{begin: time.Now().AddDate(-years, 0, 0), step: years * 365 * 24 * time.Hour / time.Duration(n)}
	for _, s := range all {
		if s.Target.N > 0 && !s.Is("confidential") && !s.Is("identity_hidden") && len(m.subjects) < 24 {
			m.subjects = append(m.subjects, s)
		}
	}
	for code := range districtsOf(a) {
		m.districts = append(m.districts, code)
	}
	return m
}

func (m *maker) past(i int) requests.Past {
	dice := rand.New(rand.NewPCG(uint64(i), 45))
	opened := m.begin.Add(time.Duration(i) * m.step).Truncate(time.Microsecond)
	p := requests.Past{Opened: opened, Target: opened.Add(time.Duration(24+dice.IntN(200)) * time.Hour),
		Report: requests.Report{Kind: "request", Subject: m.subjects[dice.IntN(len(m.subjects))].Code, Lang: city.Turkish,
			Description: sentences[dice.IntN(len(sentences))], Channel: "web", External: fmt.Sprintf("bench-%d", i),
			Place: city.Place{District: m.districts[dice.IntN(len(m.districts))],
				Point: city.PointAt(38.45+dice.Float64()*0.40, 27.25+dice.Float64()*0.50)}}}
	if dice.IntN(12) > 0 {
		p.Closed = opened.Add(time.Duration(dice.IntN(260)) * time.Hour)
		p.Reply = "Yerinde incelendi, onarım tamamlandı."
	}
	return p
}

var sentences = []string{
	"Kavşakta derin çukur açıldı, iki aracın lastiği patladı. Lütfen bir an önce bakılsın.",
	"Sokak lambası üç gecedir yanmıyor, çocuklar karanlıkta yürüyor.",
	"Çöp konteyneri taşıyor, iki gündür alınmadı, koku dayanılmaz hale geldi.",
	"Kaldırım taşları söküldü, yaşlılar düşüyor. Okulun tam önünde.",
	"Rögar kapağının çevresi çökmüş, araçlar üzerinden geçtikçe ses yapıyor.",
	"Parktaki bank kırık, çivileri dışarıda. Çocuklar için tehlikeli.",
	"Musluktan akan suyun basıncı çok düşük, üst katlara su çıkmıyor.",
	"Trafik levhası devrilmiş, yol ayrımı görünmüyor.",
}
