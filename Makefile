# The front door. `make help` lists the targets; each of them finds what it needs or says what is missing.
.DEFAULT_GOAL := help
.PHONY: help build test test-all test-kubernetes test-environment fuzz mutation demo bench bench-runner bench-fleet images format lint clean environment

# With CLUSTER_IMAGE the cluster's image is chosen by name: see e2e/cluster/README.md.
java := JAVA_HOME="$$(scripts/find-jdk.sh)"
maven := $(java) mvn --batch-mode --no-transfer-progress

help: ## list the targets
	@echo "make build     compile and package what has changed; leaves the command init-image/target/migrate"
	@echo "make test      run all tests: unit, database, chart and cluster (needs Docker; a machine's first run takes 20 minutes longer)"
	@echo "make test-all  run them with every kill point and every PostgreSQL release instead of samples (hours)"
	@echo "make test-kubernetes  ask the gate on older API servers, built from their Go modules: VERSIONS=\"v1.33.13 v1.35.4\""
	@echo "make fuzz      feed random input to every parser of user input, for 300 seconds; SECONDS=3600 runs longer"
	@echo "make mutation  run mutation tests for the judges; fails if an unlisted mutant survives (an hour)"
	@echo "make demo      hold, migrate and release a rollout on a real cluster; KEEP=1 leaves the cluster running"
	@echo "make bench     measure reactions, API writes, start-up, sizes and memory"
	@echo "make bench-runner  measure only the runner, against Flyway, Liquibase and dbmate; no Docker"
	@echo "make bench-fleet  measure the operator among 2,000 and 10,000 SchemaMigrations; Docker"
	@echo "make images    build localhost/migrate and localhost/schema-migration-operator"
	@echo "make format    format the sources"
	@echo "make lint      check shell scripts with shellcheck, the length of classes and methods, and the documentation"
	@echo "make clean     remove everything that was built here (the user's cache stays)"

environment:
	@scripts/find-jdk.sh >/dev/null
	@scripts/packages.sh mvn=maven git

build: environment
	@$(java) scripts/build.sh
	@echo "init-image/target/migrate is ready"

images: build
	@$(java) images/build-images.sh

test: test-environment
	@$(java) scripts/build-test.sh
	$(maven) verify -Djar.forced=false $(tests) -Dcluster.image="$$(e2e/cluster/choose-image.sh)"

# What `make test` takes samples of, whole.
test-all: tests := -Preleases -Dkill.every=1 -Dkill.moments=200 -Dcorpus.every=1 -Dsoundness.schemas=400
test-all: test

test-kubernetes:
	@e2e/cluster/test-kubernetes.sh $(or $(VERSIONS),v1.33.13)

test-environment: images lint
	@scripts/packages.sh pgbouncer
	@e2e/cluster/choose-image.sh >/dev/null
	@e2e/cluster/tool.sh kubectl >/dev/null
	@e2e/cluster/tool.sh helm >/dev/null
	@e2e/cluster/tool.sh promtool >/dev/null

fuzz: environment
	@mkdir -p core/target/fuzz/inputs
	$(maven) -q -Pfuzz -pl core test-compile exec:exec -Dfuzz.seconds=$(or $(SECONDS),300)

mutation: environment
	$(maven) -Pmutation -pl core test-compile org.pitest:pitest-maven:mutationCoverage
	@scripts/survivors.sh core/target/pit-reports/mutations.csv core/src/test/mutation/survivors.txt

demo: images
	@$(java) examples/demo.sh

bench: images bench-runner
	@$(java) e2e/bench/bench.sh

bench-runner: build
	@scripts/packages.sh npm
	@$(java) bench/bench.sh

bench-fleet: build
	@e2e/cluster/choose-image.sh >/dev/null
	@e2e/bench/fleet.sh

format: environment
	$(maven) -q spotless:apply

lint: environment
	@scripts/check-docs.sh
	@scripts/packages.sh shellcheck
	@git ls-files '*.sh' e2e/cluster/node/node init-image/src/main/launcher/migrate | xargs shellcheck
	@"$$(scripts/find-jdk.sh)/bin/java" scripts/Sizes.java scripts/sizes.txt core/src crds/src init-image/src operator/src e2e/src bench/src

clean:
	@rm -rf target */target
	@docker images -q --filter label=io.schemamigration.inputs 2>/dev/null | sort -u | xargs -r docker rmi -f >/dev/null || true
