package org.abn.spark.action;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.abn.model.InputShape;
import org.abn.model.summary.NetworkSummary;
import org.abn.spark.experiment.Data;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.tables.ConfRuns.Cost;
import org.abn.spark.tables.PaperDataset;

/**
 * A configuration of the paper's tables, which this program is delivered with.
 *
 * @param name such as {@code cifar100/abn-resnet20}
 */
record TableConf(String name) {

  /** Tables are written after every run, and a deep network takes a second to lay out. */
  private static final Map<TableConf, Cost> COSTS = new ConcurrentHashMap<>();

  /** The configuration with other settings. */
  Experiment experiment(Map<String, String> overrides) {
    Path file = Path.of(System.getProperty("abn.home", "."), "conf", name + ".conf");
    return Experiment.load(file.toString(), overrides);
  }

  /** The configuration as it is. */
  Experiment recipe() {
    return experiment(Map.of());
  }

  /** What the paper trains it on. */
  PaperDataset dataset() {
    return PaperDataset.ofConf(name);
  }

  /** What its network costs on the images and the classes of the paper. */
  Cost cost() {
    return COSTS.computeIfAbsent(this, TableConf::computedCost);
  }

  private Cost computedCost() {
    Experiment recipe = recipe();
    var summary = NetworkSummary.of(recipe.network(), images(recipe.data()), dataset().answers());
    return new Cost(summary.parameters().trained(), summary.multiplyAdds());
  }

  /** Framed ones have their own size; the others are CIFAR's. */
  private static InputShape images(Data data) {
    return data.framing()
        .map(framing -> framing.size())
        .map(size -> new InputShape(size.height(), size.width(), InputShape.CIFAR.channels()))
        .orElse(InputShape.CIFAR);
  }
}
