# The front door. `make help` tells what there is; each command finds or says what it needs.
.DEFAULT_GOAL := help
.PHONY: help build test fuzz mutation demo bench bench-runner images format lint clean environment

# With CLUSTER_IMAGE the cluster's image is chosen by name: see e2e/cluster/README.md.
java := JAVA_HOME="$$(scripts/find-jdk.sh)"
maven := $(java) mvn --batch-mode --no-transfer-progress

help: ## what can be made
	@echo "make build     compile and package; leaves the command init-image/target/migrate"
	@echo "make test      every test: unit, database, chart and cluster (Docker; 20 min more on a machine's first time)"
	@echo "make fuzz      random input for every parser of what people write; SECONDS=3600 goes on longer than 300"
	@echo "make mutation  the judges with a mistake in each place: which ones no test sees (an hour)"
	@echo "make demo      a rollout held, migrated and released on a real cluster; KEEP=1 leaves the cluster running"
	@echo "make bench     what is measured: reactions, API writes, start-up, sizes, memory"
	@echo "make bench-runner  of these only the runner against Flyway, Liquibase and dbmate; no Docker"
	@echo "make images    localhost/migrate and localhost/schema-migration-operator"
	@echo "make format    format the sources"
	@echo "make lint      shell scripts with shellcheck, documentation with scripts/check-docs.sh"
	@echo "make clean     remove what was built here (the user's cache stays)"

environment:
	@scripts/find-jdk.sh >/dev/null
	@scripts/packages.sh mvn=maven git

build: environment
	$(maven) -DskipTests package
	@$(java) init-image/src/main/launcher/prepare.sh init-image/target
	@echo "init-image/target/migrate is ready"

images: build
	@$(java) images/build-images.sh

test: images
	@scripts/check-docs.sh
	@scripts/packages.sh pgbouncer
	@e2e/cluster/choose-image.sh >/dev/null
	@e2e/cluster/tool.sh kubectl >/dev/null
	@e2e/cluster/tool.sh helm >/dev/null
	@e2e/cluster/tool.sh promtool >/dev/null
	$(maven) verify -Dcluster.image="$$(e2e/cluster/choose-image.sh)"

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

format: environment
	$(maven) -q spotless:apply

lint:
	@scripts/check-docs.sh
	@scripts/packages.sh shellcheck
	@git ls-files '*.sh' e2e/cluster/node/node init-image/src/main/launcher/migrate | xargs shellcheck

clean: environment
	$(maven) -q clean
	@docker images -q --filter label=io.schemamigration.inputs 2>/dev/null | sort -u | xargs -r docker rmi -f >/dev/null || true
