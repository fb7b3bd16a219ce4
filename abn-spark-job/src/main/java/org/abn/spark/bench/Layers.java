package org.abn.spark.bench;

import java.util.function.Consumer;
import org.abn.model.InputShape;
import org.abn.model.NetworkConfiguration;
import org.abn.model.Sgd;
import org.abn.model.inference.Predictor;
import org.abn.model.layer.HeavyBallUpdater;
import org.abn.model.layer.TrainingStep;
import org.abn.model.parts.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Whose layers a network is made of. */
public enum Layers {
  /** This product's, with all that makes them fast. */
  OURS("") {
    @Override
    Model newModel(NetworkConfiguration ours, InputShape images, Sgd sgd) {
      Model model = ours.newModel();
      HeavyBallUpdater.install(model.graph());
      return model;
    }

    @Override
    long[] inputShape(int batch, InputShape images) {
      return new long[] {batch, images.height(), images.width(), images.channels()};
    }

    @Override
    Consumer<MultiDataSet> training(Model model) {
      return new TrainingStep(model.graph())::fit;
    }

    @Override
    Consumer<INDArray> inference(Model trained) {
      Predictor predictor = Predictor.of(trained);
      return images -> predictor.predict(images).close();
    }
  },

  /** DL4J's own, as they come: see {@link StockLayers}. */
  STOCK(" (stock DL4J)") {
    @Override
    Model newModel(NetworkConfiguration ours, InputShape images, Sgd sgd) {
      return new NetworkConfiguration(StockLayers.of(ours.graph(), images, sgd), ours.parts())
          .newModel();
    }

    @Override
    long[] inputShape(int batch, InputShape images) {
      return new long[] {batch, images.channels(), images.height(), images.width()};
    }

    @Override
    Consumer<MultiDataSet> training(Model model) {
      return model.graph()::fit;
    }

    @Override
    Consumer<INDArray> inference(Model trained) {
      return trained.graph()::output;
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
  abstract Model newModel(NetworkConfiguration ours, InputShape images, Sgd sgd);

  /** Of a mini-batch. */
  abstract long[] inputShape(int batch, InputShape images);

  /** What trains on a mini-batch. */
  abstract Consumer<MultiDataSet> training(Model model);

  /** What answers for a mini-batch of images. */
  abstract Consumer<INDArray> inference(Model trained);
}
