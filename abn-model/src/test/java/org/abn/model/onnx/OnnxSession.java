package org.abn.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import onnx.Onnx.ModelProto;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.protobuf.CodedOutputStream;

/** ONNX Runtime with an exported network, for any batch. */
final class OnnxSession implements AutoCloseable {

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  /** Computes operator by operator, as the file has them: joining some would take seconds. */
  OnnxSession(ModelProto file) throws OrtException, IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(file.getSerializedSize());
    var out = CodedOutputStream.newInstance(bytes);
    file.writeTo(out);
    out.flush();
    try (var options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setOptimizationLevel(OptLevel.NO_OPT);
      session = environment.createSession(bytes.flip(), options);
    }
  }

  /**
   * Answers for images {@code [N, H, W, C]}.
   *
   * @return outputs by name, as the file has them
   */
  Map<String, INDArray> run(INDArray images) throws OrtException {
    INDArray channelFirst = images.permute(0, 3, 1, 2).dup('c');
    Map<String, INDArray> outputs = new HashMap<>();
    try (OnnxTensor input =
            OnnxTensor.createTensor(
                environment,
                FloatBuffer.wrap(channelFirst.data().asFloat()),
                channelFirst.shape());
        OrtSession.Result result = session.run(Map.of("images", input))) {
      for (var output : result) {
        var tensor = (OnnxTensor) output.getValue();
        float[] values = new float[tensor.getFloatBuffer().remaining()];
        tensor.getFloatBuffer().get(values);
        outputs.put(
            output.getKey(), Nd4j.createFromArray(values).reshape(tensor.getInfo().getShape()));
      }
    }
    return outputs;
  }

  /** What the file says of the network, by key. */
  Map<String, String> metadata() throws OrtException {
    return session.getMetadata().getCustomMetadata();
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
