#!/bin/bash
# What a pipeline does with the images of a system's services, a step at a time (docs/systems/messages/pipeline.md).
# REGION and REGISTRY say where images are. Needs git, jq, Node.js, the AWS CLI, and to build Docker.
set -euo pipefail

SCANNER=aquasec/trivy:0.65.0@sha256:a22415a38938a56c379387a8163fcb0ce38b10ace73e593475d3658d578b2436
usage='usage: services/release.sh SYSTEM changed SERVICE... | version BUILD SERVICE... | build | scan | push | record | choose SERVICE VERSION | check | current | commit MESSAGE'

fail() {
  echo "$1" >&2
  exit 1
}

# The digest that the registry has of a version or a digest; None where there is none.
digest_of() {
  aws ecr batch-get-image --region "$REGION" --repository-name "$system/$1" --image-ids "$2" \
    --query 'images[0].imageId.imageDigest' --output text
}

# What is to run of a service. All else in the file stays.
write_digest() {
  [[ "$3" =~ ^sha256:[0-9a-f]{64}$ ]] || fail "$1 $2 has no digest in the registry, but: ${3:-nothing}"
  jq --arg service "$1" --arg version "$2" --arg digest "$3" '.[$service] = {version: $version, digest: $digest}' \
    "$images" >images.json
  mv images.json "$images"
}

# Whether an image may have become another one since its last release: 0, or 10 where none has.
changed() {
  local service commit
  # Where commits are missing, the oldest one that is there seems to have changed everything.
  [ "$(git rev-parse --is-shallow-repository)" = false ] || fail "This checkout lacks a part of main's history: have all of it fetched"
  git fetch --quiet --tags origin
  for service in "$@"; do
    commit="$(git rev-list --max-count 1 HEAD --not --tags="$system-$service-*" -- "${sources[@]}")"
    if [ -n "$commit" ]; then return; fi
  done
  echo "Since the last release nothing has changed that an image is made of"
  exit 10
}

# Recorded later, an older version would bring old code back over newer.
refuse_older() {
  local newest
  newest="$(git ls-remote --tags --refs origin "refs/tags/$system-$1-*" | sed 's/.*-//' |
    { cat && echo "$2"; } | sort --version-sort | tail --lines 1)"
  [ "$newest" = "$2" ] || fail "$1 $newest is released already, and $2 is older: release again, from main as it is"
}

# Major and minor are the service's own, and the build's number follows. It was never a version before.
version() {
  local build="$1" service version digest tags
  shift
  rm -rf build
  mkdir build
  for service in "$@"; do
    version="$(node -p "require('./services/$system/$service/package.json').version").$build"
    digest="$(digest_of "$service" "imageTag=$version")"
    tags="$(git ls-remote --tags origin "refs/tags/$system-$service-$version")"
    if [ "$digest" != None ] || [ -n "$tags" ]; then
      fail "$service $version was released before, and a version is never used again: raise the job's next build number, or the version in services/$system/$service/package.json"
    fi
    refuse_older "$service" "$version"
    echo "$service $version"
  done >build/unfinished.txt
  mv build/unfinished.txt build/version.txt
}

# What isn't a program of ours has a Dockerfile of its own.
build() {
  local folder="services/$system/$1" id
  local file="$folder/Dockerfile"
  if [ ! -f "$file" ]; then
    folder="build/$1" file=services/Dockerfile
    npm run --silent bundle-service -- "$system" "$1" "$folder" >&2
  fi
  id="$(docker build --quiet --provenance=false --file "$file" --tag "$system/$1:$2" \
    --build-arg VERSION="$2" --build-arg COMMIT="$(<build/commit.txt)" "$folder")"
  echo "$1 $2 $id"
}

# The image is named by its ID, because a tag may name another one by now.
# https://trivy.dev/latest/docs/configuration/others/
scan() {
  local code=0
  docker run --rm --volume /var/run/docker.sock:/var/run/docker.sock:ro "$SCANNER" \
    image --quiet --exit-code 10 --ignore-unfixed --severity HIGH,CRITICAL "$3" >&2 || code=$?
  case "$code" in
    0) echo "$1 $2 $3" ;;
    10) fail "$1 $2 has vulnerabilities that an update mends: nothing is pushed" ;;
    *) fail "$1 $2 could not be scanned (exit code $code): nothing is pushed" ;;
  esac
}

# The image that was scanned, and not whatever has its tag.
push() {
  local repository="$REGISTRY/$system/$1" digest
  docker tag "$3" "$repository:$2"
  docker push --quiet "$repository:$2" >&2
  digest="$(docker image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$3" |
    sed -n "s|^$repository@||p")"
  echo "$1 $2 $digest"
}

# The tags name the source that was built. The digests go on top of main, which another release may have moved: where it
# moves just now, once more.
record() {
  local source tags=() service version digest
  [ -f build/push.txt ] || fail "record needs what push has found out: run it first"
  source="$(<build/commit.txt)"
  while read -r service version digest; do
    refuse_older "$service" "$version"
    tags+=("$source:refs/tags/$system-$service-$version")
  done <build/push.txt
  for _ in 1 2 3 4 5; do
    git fetch --quiet origin refs/heads/main
    git checkout --quiet --detach FETCH_HEAD
    while read -r service version digest; do write_digest "$service" "$version" "$digest"; done <build/push.txt
    # Git has perhaps taken it before, and its answer was lost.
    git diff --quiet -- "$images" ||
      git commit --quiet --message "Release $system: $(cut -d' ' -f1,2 build/push.txt | paste --serial --delimiters=,)" -- "$images"
    if git push --quiet --atomic origin HEAD:refs/heads/main "${tags[@]}"; then
      rm build/push.txt
      return
    fi
  done
  fail "The images are in the registry, and nothing names them, because git has refused it five times (see above): release again"
}

# Another version that is there, such as the one before.
choose() {
  local digest
  digest="$(digest_of "$1" "imageTag=$2")"
  [ "$digest" != None ] || fail "There is no image of $1 $2: choose a version that was released"
  write_digest "$1" "$2" "$digest"
}

# All that is to run is there.
check() {
  local service version digest found all
  all="$(jq --raw-output 'to_entries[] | "\(.key) \(.value.version) \(.value.digest)"' "$images")"
  while read -r service version digest; do
    found="$(digest_of "$service" "imageDigest=$digest")"
    [ "$found" = "$digest" ] || fail "There is no image of $service $version, $digest: release it first"
  done <<<"$all"
}

# What has waited, for a lock or a person, may be old by now, and would undo what was deployed meanwhile.
current() {
  local main head
  main="$(git ls-remote --exit-code origin refs/heads/main | cut -f1)"
  head="$(git rev-parse HEAD)"
  [ "$main" = "$head" ] ||
    fail "main is $main by now, and this is a deploy of $head, which may undo what came since: it goes no further. Start another one"
}

# Of what was chosen, exactly as it was planned.
commit() {
  current
  if git diff --quiet -- "$images"; then return; fi
  git commit --quiet --message "$1" -- "$images"
  git push --quiet origin HEAD:refs/heads/main
  echo "Main names it from here on, whatever becomes of the apply: $1"
}

# A step on each service, with its version and what the step before has found out. Its own findings are there once all
# have passed, and those before are used up: no step is left out, or done with what is old.
each() {
  local service version found
  [ -f "build/$2.txt" ] || fail "$1 needs what $2 has found out: run it first"
  while read -r service version found; do
    "$1" "$service" "$version" "$found" </dev/null
  done <"build/$2.txt" >build/unfinished.txt
  rm "build/$2.txt"
  mv build/unfinished.txt "build/$1.txt"
}

[ "$#" -ge 2 ] || fail "$usage"
system="$1"
step="$2"
shift 2
images="src/systems/$system/images.json"
# Of all that is in an image.
sources=("services/$system" services/support services/Dockerfile services/{bundle,write-bundle}.ts services/release.sh package-lock.json)
export GIT_AUTHOR_NAME="$system pipeline" GIT_AUTHOR_EMAIL="$system@users.noreply.github.com"
export GIT_COMMITTER_NAME="$GIT_AUTHOR_NAME" GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL"
case "$step" in
  changed | version | record | choose | check | current | commit) "$step" "$@" ;;
  build)
    mkdir -p build
    git rev-parse HEAD >build/commit.txt
    each build version
    ;;
  scan) each scan build ;;
  push)
    aws ecr get-login-password --region "$REGION" | docker login --username AWS --password-stdin "$REGISTRY"
    each push scan
    ;;
  *) fail "$usage" ;;
esac
