#!/usr/bin/env bash
# Builds what is missing, answers what needs no Spark at once, and submits the rest to Spark:
#   ./submit.sh COMMAND [ARGUMENT]... [-- OPTION-OF-SPARK-SUBMIT...]
set -euo pipefail

home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
target=$home/abn-spark-job/target

# Says in one line what is wrong with the machine or its settings: fail STATUS WORD...
fail() {
  echo "submit.sh: ${*:2}" >&2
  exit "$1"
}

# Sets java, or says which JDK it must be: Spark 3.5 is made for 17, and Hadoop cannot log in on 24.
find_java() {
  local version
  java=$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java") ||
    fail 1 "needs JDK 17, but there is no ${JAVA_HOME:+$JAVA_HOME/bin/}java; set JAVA_HOME to one"
  version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  case $version in
    17) ;;
    18 | 19 | 2[0-3]) echo "submit.sh: warning: tried on JDK 17 alone, $java is $version" >&2 ;;
    *) fail 1 "needs JDK 17, but $java is of version ${version:-unknown}; set JAVA_HOME to one" ;;
  esac
}

# Java 17 knows files by names in the locale's encoding: in LC_ALL=C, by ASCII ones alone.
use_utf8() {
  local encoding there
  encoding=$(locale charmap 2>/dev/null || echo "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}")
  if [[ ! ${encoding,,} =~ utf-?8 ]]; then
    there=$(locale -a 2>/dev/null | grep -i 'utf-\?8$' | head -n 1) || true
    export LC_ALL=${there:-C.UTF-8}
  fi
}

# Where Java finds a home and can put native libraries. A container's user may have neither a name
# nor a home, and /tmp may be mounted so that nothing in it runs.
find_home() {
  local scratch=${TMPDIR:-/tmp} place
  if ! id -un &>/dev/null; then
    export HADOOP_USER_NAME=${HADOOP_USER_NAME:-uid-$(id -u)}
  fi
  for place in "${HOME:-}" "$scratch/abn-spark-$(id -u)"; do
    if [[ -n $place ]] && takes_libraries "$place"; then
      machine=("-Duser.home=$place" "-Djava.io.tmpdir=$scratch")
      return
    fi
  done
  fail 1 "native libraries can go neither into HOME, '${HOME:-}', nor into $scratch (not writable," \
    "or mounted noexec); set TMPDIR to a directory for them"
}

# Whether JavaCPP can keep libraries in a home, of which nobody else may take possession.
takes_libraries() {
  local cache=$1/.javacpp/cache probe works=false
  if [[ $1 != "${HOME:-}" ]]; then
    mkdir -m 700 "$1" 2>/dev/null || [[ -O $1 && ! -L $1 ]] || return 1
  fi
  [[ -d $1 ]] && mkdir -p "$cache" 2>/dev/null && [[ -O $cache ]] || return 1
  probe=$(mktemp "$cache/probe-XXXXXX" 2>/dev/null) || return 1
  printf '#!/bin/sh\n' >"$probe" && chmod u+x "$probe" && "$probe" 2>/dev/null && works=true
  rm -f "$probe"
  $works
}

# The job's jar, if there is one.
job_jar() { compgen -G "$target/abn-spark-job-*.jar" | head -n 1; }

# Whether the package has ND4J's backend for GPUs.
is_for_gpus() { compgen -G "$target/lib/nd4j-cuda-*.jar" >/dev/null; }

is_built() {
  local jar
  jar=$(job_jar) && [[ -d $target/lib && -d $target/spark/jars ]] &&
    [[ -z $(find "$home" \( -name target -o -name .git -o -path '*/src/test' \) -prune -o \
      -type f \( -name pom.xml -o -path '*/src/main/*' \) -newer "$jar" -print -quit) ]]
}

build() {
  local profile=()
  [[ -x $(dirname "$(readlink -f "$java")")/javac ]] ||
    fail 1 "needs a JDK to build, $java is a runtime without javac; set JAVA_HOME to a JDK 17"
  command -v mvn >/dev/null || fail 1 "needs Maven 3.8 to build, but there is no mvn on the PATH"
  if is_for_gpus; then profile=(-Pcuda); fi
  if compgen -G "$target/lib/cuda-*-redist.jar" >/dev/null; then profile=(-Pcuda-redist); fi
  echo "submit.sh: building (the first time Maven downloads about 700 MB)" >&2
  # Some Mavens colour even nothing.
  (cd "$home" && JAVA_HOME=$(dirname "$(dirname "$(readlink -f "$java")")") \
    MAVEN_OPTS="${MAVEN_OPTS:-} ${machine[*]}" mvn -B -q "${profile[@]}" -DskipTests package 2>&1) |
    sed $'s/\x1b\\[[0-9;]*m//g' >&2 || exit 1
  touch "$(job_jar)" # Maven leaves a jar alone whose contents are the same
}

# Exits unless there is a command to submit. One that needs no Spark is submitted too where
# spark-submit is given options, such as where S3 is.
answer_without_spark() {
  local status=0
  "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$jar:$target/lib/*" \
    org.abn.spark.cli.Usage "$@" || status=$?
  case $status in
    3) ;;
    4) if ((${#options[@]} == 0)); then find_home && run_without_spark "$@"; fi ;;
    *) exit "$status" ;;
  esac
}

# Native code does the work: the second compiler would only take processors from it.
run_without_spark() {
  local path="$jar:$target/lib/*:$target/spark/jars/*${HADOOP_CONF_DIR:+:$HADOOP_CONF_DIR}"
  # shellcheck disable=SC2086 # several options
  exec "$java" -Xmx1g -XX:TieredStopAtLevel=1 $native "${machine[@]}" "$verbosity" \
    "-Dlog4j2.configurationFile=$home/conf/log4j2.properties" \
    -cp "$path" org.abn.spark.cli.Plain "$@"
}

# What the user gives spark-submit for an option or a property, such as: given --jars spark.jars
# An option wins over --conf, --conf over a file, and of each the last counts.
given() {
  local i word next option='' property=''
  for ((i = 0; i < ${#options[@]}; i++)); do
    word=${options[i]} next=${options[i + 1]:-}
    case $word in
      "$1") option=$next ;;
      "$1="*) option=${word#*=} ;;
      --conf | -c) if [[ $next == "$2="* ]]; then property=${next#*=}; fi ;;
      --conf="$2="*) property=${word#--conf="$2="} ;;
    esac
  done
  echo "${option:-${property:-$(site_default "$2")}}"
}

# Sets the file of properties that spark-submit reads: --properties-file, or else spark-defaults.conf.
find_properties() {
  local wrong
  properties=$(given --properties-file '')
  if [[ -z $properties ]]; then
    properties=${SPARK_CONF_DIR:-$SPARK_HOME/conf}/spark-defaults.conf
    return
  fi
  [[ -f $properties && -r $properties ]] ||
    fail 2 "--properties-file must be a file that can be read, cannot be: $properties"
  wrong=$(property_lines | grep -avE '^($|[^[:space:]=:]+[[:space:]=:])' | head -n 1 | cut -c 1-60) || true
  [[ -z $wrong ]] ||
    fail 2 "$properties: expected lines of a property and its value, such as spark.master yarn," \
      "found: $wrong"
}

# The entries of that file, as java.util.Properties takes them: without comments, blanks around, and
# line breaks that are escaped.
property_lines() {
  sed -e 's/\r$//; s/^[[:space:]]*//; /^[#!]/d' -e ':more' \
    -e '/\\$/{N; s/\\\n[[:space:]]*//; b more' -e '}' -e 's/[[:space:]]*$//' "$properties"
}

# What that file says of a property.
site_default() {
  if [[ -f ${properties:-} ]]; then
    property_lines | sed -n "s/^${1//./\\.}\([[:space:]]*[=:]\|[[:space:]]\)[[:space:]]*//p" | tail -n 1
  fi
}

# The driver reads files of this machine, CONF and what it includes, and its status is the command's.
refuse_cluster_mode() {
  local mode
  mode=$(given --deploy-mode spark.submit.deployMode)
  mode=${mode:-${DEPLOY_MODE:-client}}
  [[ $mode == client ]] || fail 2 "--deploy-mode must be client, cannot be: $mode; elsewhere the driver" \
    "would find no configuration file, and its exit status would be lost; call submit.sh in the cluster"
}

# Adds a property for spark-submit; the file of properties and the user's own options win.
default() {
  if [[ -z $(site_default "$1") ]]; then defaults+=(--conf "$1=$2"); fi
}

# A heap for the states of large networks, of which only what is needed becomes memory.
heap_of_one_machine() {
  local kib=0 limit
  if [[ -r /proc/meminfo ]]; then kib=$(sed -n 's/^MemTotal: *\([0-9]*\) kB$/\1/p' /proc/meminfo); fi
  limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null) || true
  if [[ $limit =~ ^[0-9]+$ ]] && ((limit / 1024 < kib)); then kib=$((limit / 1024)); fi
  local mib=$((kib / 1024 * 2 / 5))
  echo "$((mib > 4096 ? mib : 4096))m"
}

on_one_machine() {
  default spark.driver.memory "$(heap_of_one_machine)"
  # Two workers of one thread are faster than one worker of two.
  export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
  # A host name that does not resolve is no hindrance.
  export SPARK_LOCAL_HOSTNAME=${SPARK_LOCAL_HOSTNAME:-localhost}
  # Native code trains; the second compiler would take processors from it for minutes.
  case ${arguments[0]} in
    train | evaluate | explain | reproduce) compiler=-XX:TieredStopAtLevel=1 ;;
  esac
  default spark.ui.enabled false
  default spark.ui.showConsoleProgress false
  # Nothing is copied, and one class loader has it all.
  local path
  path=$(given --driver-class-path spark.driver.extraClassPath)
  required+=(--driver-class-path "$jar:$target/lib/*${path:+:$path}")
}

on_a_cluster() {
  local jars
  default spark.driver.memory 4g
  if [[ -z ${SPARK_LOCAL_IP:-}${SPARK_LOCAL_HOSTNAME:-} ]] && command -v getent >/dev/null; then
    getent hosts "$HOSTNAME" >/dev/null || fail 1 "this machine's name, $HOSTNAME, does not resolve;" \
      "set SPARK_LOCAL_IP to the address by which executors reach it"
  fi
  default spark.executorEnv.LC_ALL "${LC_ALL:-C.UTF-8}"
  default spark.executor.defaultJavaOptions "$native"
  default spark.executorEnv.MALLOC_MMAP_THRESHOLD_ "$MALLOC_MMAP_THRESHOLD_"
  default spark.executorEnv.GLIBC_TUNABLES "$GLIBC_TUNABLES"
  default spark.executor.memoryOverhead 9g # the native memory and Spark's own
  if is_for_gpus && [[ ${ABN_KERNELS:-} != onednn ]]; then ask_for_gpus; fi
  jars=$(given --jars spark.jars)
  if [[ -n ${ABN_LIB:-} ]]; then # every node has them there: nothing is sent
    local path
    path=$(given --driver-class-path spark.driver.extraClassPath)
    required+=(--driver-class-path "$target/lib/*${path:+:$path}")
    required+=(--jars "$(cd "$target/lib" && printf "local:${ABN_LIB//%/%%}/%s," *.jar)$jars")
  else
    required+=(--jars "$(printf '%s,' "$target"/lib/*.jar)$jars")
  fi
}

# A GPU an executor, and the same a task. Spark's own master has told its workers how to find them.
ask_for_gpus() {
  local script=conf/cluster/discover-gpus.sh
  default spark.executor.resource.gpu.amount 1
  default spark.task.resource.gpu.amount 1
  default spark.executorEnv.NVIDIA_TF32_OVERRIDE "$NVIDIA_TF32_OVERRIDE"
  default spark.executorEnv.CUDA_DEVICE_ORDER "$CUDA_DEVICE_ORDER"
  case $master in
    yarn)
      default spark.yarn.dist.files "$home/$script"
      default spark.executor.resource.gpu.discoveryScript "./${script##*/}"
      ;;
    k8s://*)
      default spark.executor.resource.gpu.vendor nvidia.com
      default spark.executor.resource.gpu.discoveryScript "/opt/spark/conf/${script##*/}"
      ;;
    local-cluster\[*)
      "$home/$script" >/dev/null 2>&1 || fail 2 "no GPU serves on $HOSTNAME: nvidia-smi lists none;" \
        "with ABN_KERNELS=onednn the processor computes all the same"
      default spark.worker.resource.gpu.amount 1
      default spark.worker.resource.gpu.discoveryScript "$home/$script"
      ;;
  esac
}

# Spark's own scripts are not on Maven: this is what its bin/spark-class does.
maven_spark_submit() {
  local command
  export SPARK_SCALA_VERSION=2.12
  mapfile -d '' -t command < <("$java" -Xmx128m -cp "$SPARK_HOME/jars/*" \
    org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@")
  # The launcher begins with an empty word and a line break.
  if ((${#command[@]} < 2)); then exit 1; fi
  command=("${command[@]:1}")
  command[0]=${command[0]#$'\n'}
  exec "${command[@]}"
}

# Arrays live outside the heap. JavaCPP's own limit would be the heap's size, and its limit of all
# physical memory counts the heap and mapped files too. What ND4J allocates for itself escapes both.
native='-Dorg.bytedeco.javacpp.maxbytes=8g -Dorg.bytedeco.javacpp.maxphysicalbytes=0'
# What layers compute by in place of what is fastest here: onednn, nd4j or nd4j-nchw.
if [[ -n ${ABN_KERNELS:-} ]]; then native+=" -Dabn.kernels=$ABN_KERNELS"; fi
# cuDNN's default on GPUs since Ampere is TF32: products of 11 bits instead of 24, some of which are
# several times as fast. 1 takes it; the paper's figures were made without.
export NVIDIA_TF32_OVERRIDE=${NVIDIA_TF32_OVERRIDE:-0}
# GPUs in the order of nvidia-smi, by whose numbers Spark deals them out.
export CUDA_DEVICE_ORDER=${CUDA_DEVICE_ORDER:-PCI_BUS_ID}
# Arrays above this size go back to the system when they are freed. The C library would keep them,
# and a process would hold twice what it needs.
export MALLOC_MMAP_THRESHOLD_=${MALLOC_MMAP_THRESHOLD_:-1048576}
# Huge pages: a network of 4 GiB has a quarter of the page faults. Before 2.35 the C library knows
# no such setting, and passes it over.
export GLIBC_TUNABLES=${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1}

arguments=()
while (($# > 0)) && [[ $1 != -- ]]; do
  arguments+=("$1")
  shift
done
options=("${@:2}")

machine=() verbosity=-Dabn.told=DENY
for word in "${arguments[@]}"; do
  if [[ $word == --verbose ]]; then verbosity=-Dabn.told=NEUTRAL; fi
done

find_java
use_utf8
is_built || { find_home && build; }
jar=$(job_jar)
answer_without_spark "${arguments[@]}"

find_home
if [[ -z ${SPARK_HOME:-} ]]; then
  submit=(maven_spark_submit)
  export SPARK_HOME=$target/spark
elif [[ -x $SPARK_HOME/bin/spark-submit ]]; then
  submit=(exec "$SPARK_HOME/bin/spark-submit")
  core=$(compgen -G "$SPARK_HOME/jars/spark-core_*.jar" | head -n 1) || true
  if [[ -n $core && ${core##*/} != spark-core_2.12-3.5.* ]]; then
    fail 2 "SPARK_HOME must be a Spark 3.5 for Scala 2.12, but holds ${core##*/}"
  fi
else
  fail 2 "SPARK_HOME must be a Spark with bin/spark-submit, cannot be: $SPARK_HOME"
fi

find_properties
refuse_cluster_mode

defaults=() required=() compiler=''
default spark.dynamicAllocation.enabled false
default spark.speculation false

master=$(given --master spark.master)
master=${master:-${MASTER:-local[*]}}
case $master in
  local | local\[*) on_one_machine ;;
  yarn | spark://* | k8s://* | mesos://* | local-cluster\[*) on_a_cluster ;;
  *) fail 2 "--master must be yarn, spark://HOST:PORT, k8s://URL or local[N], cannot be: $master" ;;
esac
terminal=false
if [[ -t 1 ]]; then terminal=true; fi
default spark.driver.defaultJavaOptions "$native $compiler -Dabn.terminal=$terminal $verbosity \
$(printf '"%s" ' "${machine[@]}")\"-Dabn.home=$home\" \"-Dlog4j2.configurationFile=$home/conf/log4j2.properties\""

"${submit[@]}" --class org.abn.spark.cli.Abn "${defaults[@]}" "${options[@]}" "${required[@]}" \
  "$jar" "${arguments[@]}"
