# The everyday commands; `make` alone lists them.
.PHONY: help run test format bench demo

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## start a server; its data stays in ./data
	./postern server --data data

demo: ## show private link end to end
	./postern demo

test: ## build, check the format and run all tests
	mvn -B verify

format: ## rewrite all sources in the project's format
	mvn -q -B -pl build process-resources -Dformat=apply

bench: ## measure the start of a server
	bench/run start
