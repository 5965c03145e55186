# Two words are enough: `make test` proves the house stands, `make generate`
# remakes what is committed but made by a tool.

TEMPL = github.com/a-h/templ/cmd/templ@$(shell go list -m -f '{{.Version}}' github.com/a-h/templ)

.PHONY: test generate

test:
	bash scripts/test.sh

generate:
	go run $(TEMPL) generate
	@if [ -d internal/platform/ui/build ]; then go run ./internal/platform/ui/build; fi
