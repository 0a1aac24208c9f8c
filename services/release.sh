#!/bin/bash
# What a pipeline does with the images of a system's services, a step at a time (docs/systems/messages/pipeline.md).
# REGION and REGISTRY say where images are. Needs git, jq, Node.js, the AWS CLI, and to build Docker.
set -euo pipefail

SCANNER=aquasec/trivy:0.65.0@sha256:a22415a38938a56c379387a8163fcb0ce38b10ace73e593475d3658d578b2436
usage='usage: services/release.sh SYSTEM version BUILD SERVICE... | build | scan | push | record | choose SERVICE VERSION | check | commit MESSAGE'

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

# Major and minor are the service's own, and the build's number follows. It was never a version before.
version() {
  local build="$1" service version digest tags
  shift
  mkdir -p build
  for service in "$@"; do
    version="$(node -p "require('./services/$system/$service/package.json').version").$build"
    digest="$(digest_of "$service" "imageTag=$version")"
    tags="$(git ls-remote --tags origin "refs/tags/$system-$service-$version")"
    if [ "$digest" != None ] || [ -n "$tags" ]; then
      fail "$service $version was released before, and a version is never used again: raise the job's next build number, or the version in services/$system/$service/package.json"
    fi
    echo "$service $version"
  done >"$versions"
}

# What isn't a program of ours has a Dockerfile of its own.
build() {
  local folder="services/$system/$1"
  local file="$folder/Dockerfile"
  if [ ! -f "$file" ]; then
    folder="build/$1" file=services/Dockerfile
    npm run --silent bundle-service -- "$system" "$1" "$folder"
  fi
  docker build --quiet --provenance=false --file "$file" --tag "$system/$1:$2" \
    --build-arg VERSION="$2" --build-arg COMMIT="$(git rev-parse HEAD)" "$folder"
}

# https://trivy.dev/latest/docs/configuration/others/
scan() {
  local code=0
  docker run --rm --volume /var/run/docker.sock:/var/run/docker.sock:ro "$SCANNER" \
    image --quiet --exit-code 10 --ignore-unfixed --severity HIGH,CRITICAL "$system/$1:$2" || code=$?
  case "$code" in
    0) ;;
    10) fail "$1 $2 has vulnerabilities that an update mends: nothing is pushed" ;;
    *) fail "$1 $2 could not be scanned (exit code $code): nothing is pushed" ;;
  esac
}

# The digest is that of the image that was scanned, and not of whatever has the tag.
push() {
  local repository="$REGISTRY/$system/$1" digest
  docker tag "$system/$1:$2" "$repository:$2"
  docker push --quiet "$repository:$2"
  digest="$(docker image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$repository:$2" |
    sed -n "s|^$repository@||p")"
  write_digest "$1" "$2" "$digest"
}

# The tags name the source that was built; the digests go on top of what main has meanwhile.
record() {
  local tags=() tag service version
  while read -r service version; do tags+=("$system-$service-$version"); done <"$versions"
  for tag in "${tags[@]}"; do git tag "$tag"; done
  git commit --quiet --message "Release $system: $(paste --serial --delimiters=, "$versions")" -- "$images"
  git pull --quiet --rebase origin main
  git push --quiet --atomic origin HEAD:main "${tags[@]}"
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

# Of what was chosen, exactly as it was planned: refused when main has moved on meanwhile.
commit() {
  if git diff --quiet -- "$images"; then return; fi
  git commit --quiet --message "$1" -- "$images"
  git push --quiet origin HEAD:main
}

# A step on each service that is released, with its version.
each() {
  local service version
  while read -r service version; do "$1" "$service" "$version" </dev/null; done <"$versions"
}

[ "$#" -ge 2 ] || fail "$usage"
system="$1"
step="$2"
shift 2
images="src/systems/$system/images.json"
versions=build/versions.txt
export GIT_AUTHOR_NAME="$system pipeline" GIT_AUTHOR_EMAIL="$system@users.noreply.github.com"
export GIT_COMMITTER_NAME="$GIT_AUTHOR_NAME" GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL"
case "$step" in
  version | record | choose | check | commit) "$step" "$@" ;;
  build | scan) each "$step" ;;
  push)
    aws ecr get-login-password --region "$REGION" | docker login --username AWS --password-stdin "$REGISTRY"
    each push
    ;;
  *) fail "$usage" ;;
esac
