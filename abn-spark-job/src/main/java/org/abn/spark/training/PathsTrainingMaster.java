package org.abn.spark.training;

import java.util.Collection;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * A dl4j-spark training master that trains from references ({@code fitPaths}) and nothing else.
 *
 * <p>Decoded images in an RDD are what dl4j-spark's other ways are made of, and what this product
 * never does; so they are refused rather than left to fail late.
 */
abstract class PathsTrainingMaster
    implements TrainingMaster<TrainingResult, TrainingWorker<TrainingResult>> {

  @Override
  public final void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> data) {
    throw onlyPaths();
  }

  @Override
  public final void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> data) {
    throw onlyPaths();
  }

  @Override
  public final void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> data) {
    throw onlyPaths();
  }

  @Override
  public final TrainingWorker<TrainingResult> getWorkerInstance(SparkDl4jMultiLayer network) {
    throw onlyPaths();
  }

  @Override
  public final TrainingWorker<TrainingResult> getWorkerInstance(SparkComputationGraph graph) {
    throw onlyPaths();
  }

  private static UnsupportedOperationException onlyPaths() {
    return new UnsupportedOperationException(
        "trains a ComputationGraph from references: call SparkComputationGraph.fitPaths");
  }

  @Override
  public final void addHook(TrainingHook hook) {
    throw new UnsupportedOperationException("takes no hooks");
  }

  @Override
  public final void removeHook(TrainingHook hook) {
    throw new UnsupportedOperationException("takes no hooks");
  }

  @Override
  public final void setListeners(Collection<TrainingListener> listeners) {
    throw new UnsupportedOperationException("takes no DL4J listeners");
  }

  @Override
  public final void setListeners(
      StatsStorageRouter router, Collection<TrainingListener> listeners) {
    throw new UnsupportedOperationException("takes no DL4J listeners");
  }

  @Override
  public final String toJson() {
    throw new UnsupportedOperationException("is set up by the experiment's configuration");
  }

  @Override
  public final String toYaml() {
    throw new UnsupportedOperationException("is set up by the experiment's configuration");
  }

  @Override
  public final void setCollectTrainingStats(boolean collect) {
    if (collect) {
      throw new UnsupportedOperationException("collects no dl4j-spark statistics");
    }
  }

  @Override
  public final boolean getIsCollectTrainingStats() {
    return false;
  }

  @Override
  public final SparkTrainingStats getTrainingStats() {
    return null;
  }

  @Override
  public final boolean deleteTempFiles(JavaSparkContext spark) {
    return true;
  }

  @Override
  public final boolean deleteTempFiles(SparkContext spark) {
    return true;
  }
}
