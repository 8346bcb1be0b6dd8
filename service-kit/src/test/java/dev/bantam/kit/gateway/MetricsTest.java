package dev.bantam.kit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

class MetricsTest {
  @Test
  void eachFigureOfAllServicesStandsTogether() {
    var texts = new LinkedHashMap<String, String>();
    texts.put(
        "a",
        """
        # HELP jobs How many
        # TYPE jobs gauge
        jobs 1.0
        # HELP ended With labels
        # TYPE ended counter
        ended{kind="x y",} 2.0
        """);
    texts.put(
        "b",
        """
        # HELP ended With labels
        # TYPE ended counter
        ended{kind="z"} 3.0
        # HELP jobs How many
        # TYPE jobs gauge
        jobs 4.0
        """);
    assertThat(Metrics.merged(texts))
        .isEqualTo(
            """
            # HELP jobs How many
            # TYPE jobs gauge
            jobs{service="a"} 1.0
            jobs{service="b"} 4.0
            # HELP ended With labels
            # TYPE ended counter
            ended{service="a",kind="x y",} 2.0
            ended{service="b",kind="z"} 3.0
            """);
  }
}
