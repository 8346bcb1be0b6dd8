package dev.bantam.kit.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI document that is checked in, against the one that the code makes. {@code
 * -Dbantam.contract=write} writes the file instead; look at the difference before it is committed.
 */
public final class ContractFile {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ContractFile() {}

  /** Compares, or writes {@code src/main/resources/openapi/NAME.json}. */
  public static void verify(TestService service, String name) throws IOException {
    var answer = service.anyone().get("/v3/api-docs");
    assertThat(answer.status()).isEqualTo(200);
    var text = JSON.writeValueAsString(stable(answer.json())).replace("\r", "") + "\n";
    var file = Path.of("src/main/resources/openapi", name + ".json");
    if ("write".equals(System.getProperty("bantam.contract"))) {
      Files.createDirectories(Path.of("src/main/resources/openapi"));
      Files.writeString(file, text);
    }
    assertThat(Files.exists(file)).as("%s must be checked in", file).isTrue();
    assertThat(text)
        .as("%s differs from the code; -Dbantam.contract=write brings it up to date", file)
        .isEqualTo(Files.readString(file));
  }

  /** Without what depends on where the service runs. */
  private static JsonNode stable(JsonNode contract) {
    if (contract instanceof ObjectNode object) object.remove("servers");
    return contract;
  }
}
