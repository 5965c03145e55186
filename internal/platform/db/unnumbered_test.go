package db

import "testing"

func TestOnlyTextsWithEachParameterOnceAndInOrderLoseTheirNumbers(t *testing.T) {
	for text, want := range map[string]string{
		`INSERT INTO t VALUES ($1, $2, $3)`:            `INSERT INTO t VALUES (?, ?, ?)`,
		`a $1 b $2 c $3 d $4 e $5 f $6 g $7 $8 $9 $10`: `a ? b ? c ? d ? e ? f ? g ? ? ? ?`,
		`SELECT 1`:                          `SELECT 1`,
		`SELECT $1, $1`:                     `SELECT $1, $1`,
		`SELECT $2, $1`:                     `SELECT $2, $1`,
		`SELECT $name`:                      `SELECT $name`,
		`SELECT a FROM t WHERE b = '$1'`:    `SELECT a FROM t WHERE b = '$1'`,
		`SELECT $1 FROM t WHERE open <> ''`: `SELECT $1 FROM t WHERE open <> ''`,
	} {
		if got := unnumbered(text); got != want {
			t.Errorf("%s\nbecame %s\nnot    %s", text, got, want)
		}
	}
}
