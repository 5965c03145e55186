package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/tenant"
)

func TestAnOperatorBacksUpBringsBackNamesHostsAndTakesUpJobs(t *testing.T) {
	folder, again, to := t.TempDir(), filepath.Join(t.TempDir(), "again"), filepath.Join(t.TempDir(), "backup")
	here, there := []string{"--data", folder}, []string{"--data", again}
	works(t, "Manisa stands", append([]string{"init", "--city", "manisa"}, here...)...)
	works(t, "lead to manisa", append([]string{"host", "istek.example"}, here...)...)
	works(t, "may sign in", append([]string{"user", "add", "ada", "--post", "sistem-yoneticisi"}, here...)...)
	works(t, "comes in with mahalle_person_", append([]string{"user", "token", "ada", "--name", "rapor", "--scopes", "read,work"}, here...)...)
	fails(t, "Choose one of the periods", append([]string{"user", "token", "ada", "--name", "rapor", "--days", "3"}, here...)...)
	fails(t, "not", append([]string{"user", "token", "ada", "--name", "rapor", "--post", "genel-sekreter"}, here...)...)
	fails(t, "kimse", append([]string{"user", "token", "kimse", "--name", "rapor"}, here...)...)
	giveUp(t, folder)
	works(t, "holds the city", append([]string{"backup", to}, here...)...)
	works(t, "Sound", "restore", "--check", to)
	works(t, "Restored", append([]string{"restore", to}, there...)...)
	fails(t, "nothing is overwritten", append([]string{"restore", to}, there...)...)
	fails(t, "need a look", append([]string{"doctor"}, there...)...)
	job, _, _ := strings.Cut(works(t, "messages: send", append([]string{"jobs", "list"}, there...)...), "\t")
	fails(t, "name the jobs", append([]string{"jobs", "again"}, there...)...)
	works(t, "1 jobs", append([]string{"jobs", "again", job}, there...)...)
	works(t, "0 were given up", append([]string{"doctor"}, there...)...)
}

// giveUp leaves a job behind that was tried in vain until it was laid aside.
func giveUp(t *testing.T, folder string) {
	t.Helper()
	a, err := app.Open(t.Context(), app.Options{Folder: folder})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	c, _ := a.Cities.ByID("manisa")
	err = a.DB.Write(tenant.Enter(t.Context(), c), func(tx *db.Tx) error {
		if err := jobs.Enqueue(t.Context(), tx, "messages: send", "lost", nil, time.Time{}); err != nil {
			return err
		}
		_, err := tx.ExecContext(t.Context(), `UPDATE jobs_jobs SET state = 'dead', attempts = 8 WHERE tenant_id = $1 AND key = 'lost'`, tx.Tenant())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
