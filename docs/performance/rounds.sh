#!/usr/bin/env bash
# What an averaging round costs between processes, ours and dl4j-spark's: two executors on this
# machine, for pairs of parameters and workers.
#   docs/performance/rounds.sh 500000,2 10000000,4
# It takes 6 GB of memory, and up to 20 GB for 78 million parameters.
set -euo pipefail
home=$(cd "$(dirname "$0")/../.." && pwd)
target=$home/abn-spark-job/target
(cd "$home" && mvn -B -q -DskipTests package)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
opens=$(sed -n 's:.*<jdk17.opens>\(.*\)</jdk17.opens>.*:\1:p' "$home/pom.xml")
# shellcheck disable=SC2086 # several options
exec "$java" $opens -Xmx5g \
  -Dorg.bytedeco.javacpp.maxbytes=4g -Dorg.bytedeco.javacpp.maxphysicalbytes=0 \
  -Dabn.told=DENY "-Dlog4j2.configurationFile=$home/conf/log4j2.properties" \
  -cp "$target/test-classes:$target/classes:$target/lib/*:$target/spark/jars/*" \
  org.abn.spark.cluster.RoundCosts "$@"
