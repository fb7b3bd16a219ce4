package org.abn.model.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import onnx.Onnx.StringStringEntryProto;
import org.abn.model.parts.Branch;
import org.abn.model.parts.OutputKind;
import org.abn.model.saved.Provenance;
import org.abn.model.saved.Provenance.Data;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** What is known of a network, by key; lists are in JSON. */
final class Metadata {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Metadata() {}

  static List<StringStringEntryProto> of(OnnxExport export) {
    Provenance from = export.provenance();
    Map<String, String> known = new LinkedHashMap<>();
    known.put("network", from.network());
    known.put("git_commit", from.program().gitCommit());
    OutputKind kind = export.model().parts().output(Branch.PERCEPTION).kind();
    from.data().ifPresent(data -> add(data, kind, known));
    known.put("images", export.images().name().toLowerCase(Locale.ROOT));
    return known.entrySet().stream().map(entry -> entry(entry.getKey(), entry.getValue())).toList();
  }

  private static void add(Data data, OutputKind kind, Map<String, String> known) {
    known.put(kind == OutputKind.CLASSES ? "labels" : "attributes", json(data.names()));
    known.put("manifest_sha256", data.manifestSha256());
    known.put("resize", json(data.pixels().resize()));
    known.put("mean", json(data.pixels().mean()));
    known.put("std", json(data.pixels().std()));
  }

  private static String json(List<?> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
