package org.abn.spark.bench;

import org.abn.model.Images;
import org.abn.model.Sgd;
import org.abn.model.layer.Folding;
import org.abn.model.layer.HeavyBallUpdater;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Whose layers a network is made of. */
public enum Layers {
  /** This product's, with all that makes them fast. */
  OURS("") {
    @Override
    ComputationGraph newNetwork(ComputationGraphConfiguration ours, Images images, Sgd sgd) {
      var network = new ComputationGraph(ours);
      network.init();
      HeavyBallUpdater.install(network);
      return network;
    }

    @Override
    long[] inputShape(int batch, Images images) {
      return new long[] {batch, images.height(), images.width(), images.channels()};
    }

    @Override
    ComputationGraph forInference(ComputationGraph trained) {
      return Folding.of(trained);
    }
  },

  /** DL4J's own, as they come: see {@link StockLayers}. */
  STOCK(" (stock DL4J)") {
    @Override
    ComputationGraph newNetwork(ComputationGraphConfiguration ours, Images images, Sgd sgd) {
      var network = new ComputationGraph(StockLayers.of(ours, images, sgd));
      network.init();
      return network;
    }

    @Override
    long[] inputShape(int batch, Images images) {
      return new long[] {batch, images.channels(), images.height(), images.width()};
    }

    @Override
    ComputationGraph forInference(ComputationGraph trained) {
      return trained;
    }
  };

  private final String suffix;

  Layers(String suffix) {
    this.suffix = suffix;
  }

  /** What to say behind a network's name. */
  String suffix() {
    return suffix;
  }

  /** The network of a configuration of ours, with new parameters. */
  abstract ComputationGraph newNetwork(ComputationGraphConfiguration ours, Images images, Sgd sgd);

  /** Of a mini-batch. */
  abstract long[] inputShape(int batch, Images images);

  /** What to infer with. */
  abstract ComputationGraph forInference(ComputationGraph trained);
}
