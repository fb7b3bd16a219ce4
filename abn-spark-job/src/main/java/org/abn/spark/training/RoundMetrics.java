package org.abn.spark.training;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.function.ToDoubleFunction;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/**
 * The last averaging round as a source of Spark's metrics system, on the driver: whatever sinks the
 * cluster has, such as Prometheus, get it.
 */
public final class RoundMetrics implements Source, AutoCloseable {

  private static final double MILLIS_A_SECOND = 1000;

  private final MetricRegistry registry = new MetricRegistry();
  private volatile Round last;

  /** Registers it with the metrics system of the running Spark application. */
  public RoundMetrics() {
    gauge("epoch", round -> round.clock().epoch() + 1);
    gauge("round", Round::number);
    gauge("rounds", Round::rounds);
    gauge("images_per_second", RoundMetrics::imagesPerSecond);
    gauge("loss_attention", round -> round.own().attention().meanLoss());
    gauge("loss_perception", round -> round.own().perception().meanLoss());
    gauge("fetch_ms", round -> round.times().fetch());
    gauge("data_ms", round -> round.times().data());
    gauge("train_ms", round -> round.times().train());
    gauge("waiting_ms", round -> round.times().waiting());
    gauge("exchange_ms", round -> round.times().exchange());
    SparkEnv.get().metricsSystem().registerSource(this);
  }

  private void gauge(String name, ToDoubleFunction<Round> value) {
    Gauge<Double> gauge = () -> last == null ? Double.NaN : value.applyAsDouble(last);
    registry.register(name, gauge);
  }

  private static double imagesPerSecond(Round round) {
    return round.own().perception().examples() * MILLIS_A_SECOND / round.times().sum();
  }

  /** Shows a round. */
  public void show(Round round) {
    last = round;
  }

  @Override
  public String sourceName() {
    return "abn";
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }

  /** Takes it away. */
  @Override
  public void close() {
    SparkEnv.get().metricsSystem().removeSource(this);
  }
}
