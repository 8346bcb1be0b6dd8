package dev.bantam.converter.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.converter.ConversionException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedTableTest {
  private static byte[] block(byte[]... entries) {
    var out = new ByteArrayOutputStream();
    for (var entry : entries) out.writeBytes(entry);
    out.writeBytes(new byte[8]); // one restart point, at 0
    var bytes = out.toByteArray();
    bytes[bytes.length - 4] = 1;
    return bytes;
  }

  private static byte[] entry(int shared, String rest, byte[] value) {
    var out = new ByteArrayOutputStream();
    out.write(shared);
    out.write(rest.length());
    out.write(value.length);
    out.writeBytes(rest.getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(value);
    return out.toByteArray();
  }

  private static byte[] table() {
    var data = block(entry(0, "conv/bias", new byte[] {1}), entry(5, "weight", new byte[] {2, 3}));
    var index = block(entry(0, "d", new byte[] {0, (byte) data.length}));
    var out = new ByteArrayOutputStream();
    out.writeBytes(data);
    out.writeBytes(new byte[5]);
    int at = out.size();
    out.writeBytes(index);
    out.writeBytes(new byte[5]);
    var footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    footer.put((byte) 0).put((byte) 0).put((byte) at).put((byte) index.length);
    footer.putLong(40, 0xdb4775248b80fb57L);
    out.writeBytes(footer.array());
    return out.toByteArray();
  }

  @Test
  void readsKeysThatSharePrefixes() {
    var entries = SortedTable.read(table(), "t");
    assertThat(entries.keySet()).containsExactly("conv/bias", "conv/weight");
    assertThat(entries.get("conv/weight")).containsExactly(2, 3);
  }

  @Test
  void refusesAFileWithoutTheMark() {
    var bytes = table();
    bytes[bytes.length - 1]++;
    assertThatThrownBy(() -> SortedTable.read(bytes, "t"))
        .isInstanceOf(ConversionException.class)
        .hasMessage("malformed: \"t\": no table: its last bytes are not the mark of one");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void refusesWhateverIsChangedInIt(long seed) {
    var random = new java.util.SplittableRandom(seed);
    for (int i = 0; i < 2000; i++) {
      var bytes = table();
      int at = random.nextInt(bytes.length);
      bytes[at] = (byte) random.nextInt();
      try {
        SortedTable.read(bytes, "t");
      } catch (ConversionException refusal) {
        assertThat(refusal.kind()).isEqualTo(ConversionException.Kind.MALFORMED);
      }
    }
  }
}
