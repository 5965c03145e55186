package app_test

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
	"testing"
)

// unknown stands in a text where only the running program knows what comes.
const unknown = "\u2026"

// text is one string of the program as far as it can be read from the source.
type text struct {
	source
	pos token.Pos
	in  string // the function or constant it stands in
	sql string
}

func (x text) where() string { return x.at(x.pos) }

// engineOnly reports that the file is for one engine and says so in its name.
func engineOnly(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	return strings.HasSuffix(base, "_sqlite") || strings.HasSuffix(base, "_postgres")
}

// engineOnly reports that the text is for one engine: its file says so, or the
// name it is given, as in leasePostgres.
func (x text) engineOnly() bool {
	return engineOnly(x.path) || strings.HasSuffix(x.in, "SQLite") || strings.HasSuffix(x.in, "Postgres")
}

// texts reads every string of the files of one package, with constants put in
// where they are used.
func texts(files []source) []text {
	known := constants(files)
	var all []text
	for _, s := range files {
		for _, decl := range s.file.Decls {
			r := reader{source: s, known: known}
			if f, ok := decl.(*ast.FuncDecl); ok {
				r.in, r.inFunc = f.Name.Name, true
			}
			ast.Inspect(decl, r.visit)
			all = append(all, r.found...)
		}
	}
	return all
}

type reader struct {
	source
	known  map[string]ast.Expr
	in     string
	inFunc bool
	found  []text
}

func (r *reader) visit(n ast.Node) bool {
	switch e := n.(type) {
	case *ast.ImportSpec, *ast.Field: // a field has its tag
		_, isField := n.(*ast.Field)
		return isField && n.(*ast.Field).Tag == nil
	case *ast.ValueSpec:
		if !r.inFunc {
			r.in = e.Names[0].Name
		}
	case *ast.BinaryExpr:
		if e.Op != token.ADD {
			return true
		}
		if s, literal := r.fold(e, 0); literal {
			r.keep(e, s)
			return false
		}
	case *ast.BasicLit:
		if s, ok := r.fold(e, 0); ok {
			r.keep(e, s)
		}
	}
	return true
}

func (r *reader) keep(e ast.Expr, s string) {
	r.found = append(r.found, text{source: r.source, pos: e.Pos(), in: r.in, sql: s})
}

// fold reads an expression as text; ok tells that some of it is written there.
func (r *reader) fold(e ast.Expr, depth int) (s string, ok bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, e.Kind == token.STRING && err == nil
	case *ast.ParenExpr:
		return r.fold(e.X, depth)
	case *ast.BinaryExpr:
		left, okLeft := r.fold(e.X, depth)
		right, okRight := r.fold(e.Y, depth)
		return left + right, e.Op == token.ADD && (okLeft || okRight)
	case *ast.Ident:
		if value := r.known[e.Name]; value != nil && depth < 9 {
			return r.fold(value, depth+1)
		}
	}
	return unknown, false
}

// constants gathers what names mean in a package. A name with two meanings
// means nothing.
func constants(files []source) map[string]ast.Expr {
	known := map[string]ast.Expr{}
	for _, s := range files {
		ast.Inspect(s.file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != len(spec.Names) {
				return true
			}
			for i, name := range spec.Names {
				if _, twice := known[name.Name]; twice {
					known[name.Name] = nil
					continue
				}
				known[name.Name] = spec.Values[i]
			}
			return true
		})
	}
	return known
}

// packages groups the files of the program, tests left out, by folder.
func packages(sources []source) map[string][]source {
	byFolder := map[string][]source{}
	for _, s := range sources {
		if !s.test() {
			byFolder[s.folder()] = append(byFolder[s.folder()], s)
		}
	}
	return byFolder
}

// oneText is the first string of a sample at line 3.
func oneText(t *testing.T, name, literal string) text {
	t.Helper()
	all := texts([]source{sample(t, name, "package x\nconst columns = `tenant_id, id`\nvar text = "+literal)})
	for _, x := range all {
		if strings.HasSuffix(x.where(), ":3") {
			return x
		}
	}
	t.Fatal("the sample has no text")
	return text{}
}
