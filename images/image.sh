# shellcheck shell=bash
# How an image from scratch is made: a Java of its own, the jars, a launcher, and a cache of loaded classes. To be sourced.
#
# Start-up costs reading, checking and linking classes; the AOT cache has that done. It holds only if it was made by the same
# Java with the same flags from the same jars at the same paths, and Java does not always notice a stale one (JDK-8377932).
# So it is made inside a container of the image's own files, and the image is made anew whenever anything it is made from
# has changed.

images=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
lists=$work/lists
mkdir "$lists"

say() { echo "images: $*" >&2; }

cleanups=()
training=0
finish_images() {
  local status=$?
  # what was made last goes first: an image can't go before its containers
  for ((i = ${#cleanups[@]} - 1; i >= 0; i--)); do ${cleanups[i]} >/dev/null 2>&1 || true; done
  if [ $status != 0 ]; then
    for log in "$work"/*.log; do [ -f "$log" ] && tail -n 30 "$log" >&2; done
    say "the image was not built"
  fi
  rm -rf "$work"
}
trap finish_images EXIT

make_root() { # module folder, jar, Java modules, more options of jlink: the root file system, all but the cache
  root=$work/root
  mkdir -p "$root"/{app/lib,bin,etc,opt,tmp}
  chmod 1777 "$root/tmp"
  echo 'nonroot:x:65532:65532::/tmp:/none' >"$root/etc/passwd"
  echo 'nonroot:x:65532:' >"$root/etc/group"
  cp -p "$1/target/$2" "$root/app/"
  cp -p "$1"/target/lib/*.jar "$root/app/lib/"
  "$JAVA_HOME/bin/jlink" --add-modules "$3" --strip-debug --no-header-files --no-man-pages --compress zip-6 "${@:4}" \
    --output "$root/opt/java" >"$work/jlink.log" 2>&1
  find "$root/opt/java" -name '*.so' -exec strip --strip-unneeded {} +
  # for tools that look into a runtime from outside; for making Java's own archive; for the thorough compiler, which is off;
  # for cookies
  rm -f "$root"/opt/java/lib/{jrt-fs.jar,classlist,libsimdsort.so,security/public_suffix_list.dat}
}

add_c_library() { # the one that this machine's JDK was made for
  find "$root" -type f \( -name '*.so' -o -path '*/bin/*' \) -exec ldd {} + 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\// {print $3} $1 ~ /^\/.*ld-linux/ {print $1}' | grep -v "^$root" | sort -u \
    | while read -r library; do
      mkdir -p "$root$(dirname "$library")"
      cp -L "$library" "$root$library"
    done
}

add_launcher() { # command, argument file, jar, main class
  main_class=$4
  gcc -Os -s -Wall -Wextra -Werror -o "$root/bin/$1" "$images/launcher.c"
  {
    cat "$2"
    echo "-cp /app/$3$(cd "$root/app" && printf ':/app/%s' lib/*.jar)"
  } >"$lists/flags"
}

make_stage() { # the image without its cache
  stage=localhost/schema-migration-stage:$$
  cleanups+=("docker rmi $stage")
  { echo 'FROM scratch'; echo 'COPY root /'; } >"$work/Dockerfile.stage"
  docker build -q -f "$work/Dockerfile.stage" -t "$stage" "$work" >"$work/docker.log" 2>&1
}

# As whoever builds, who must be able to remove what it leaves.
java_in_stage() { # arguments of docker run …, --, arguments of java …
  local docker=()
  while [ "$1" != -- ]; do
    docker+=("$1")
    shift
  done
  docker run --rm --user "$(id -u):$(id -g)" -v "$lists:/lists" "${docker[@]}" --entrypoint /opt/java/bin/java "$stage" @/lists/flags "${@:2}"
}

train() { # arguments of docker run …, --, arguments of the command …: one run, whose loaded classes are noted
  local docker=()
  while [ "$1" != -- ]; do
    docker+=("$1")
    shift
  done
  training=$((training + 1))
  java_in_stage "${docker[@]}" -- "-XX:DumpLoadedClassList=/lists/$training.list" "$main_class" "${@:2}" >"$work/training.log" 2>&1 \
    || [ $? = "${expected_exit:-0}" ]
}

make_image() { # image, command, hash of the inputs
  # the ids matter only to class loaders that Java doesn't bring itself; the writer of class files is at work in training only:
  # with the cache lambdas need not be made
  cat "$lists"/*.list | sed 's/ id: [0-9]*$//' | grep -v -E '^#|^(java/lang|jdk/internal)/classfile/' | awk '!seen[$0]++' >"$lists/all"
  java_in_stage -- -Xshare:dump -XX:+AOTClassLinking -XX:SharedClassListFile=/lists/all -XX:SharedArchiveFile=/lists/app.aot \
    -Xlog:aot=error,cds=error >"$work/cache.log" 2>&1
  {
    cat "$lists/flags"
    echo -XX:AOTCache=/app/app.aot
    echo "$main_class"
  } >"$work/arguments"
  cat >"$work/Dockerfile" <<DOCKERFILE
FROM $stage
COPY lists/app.aot arguments /app/
ENV PATH=/bin
USER 65532:65532
LABEL io.schemamigration.inputs=$3
ENTRYPOINT ["/bin/$2"]
DOCKERFILE
  docker build -q -t "$1" "$work" >"$work/docker.log" 2>&1
}
