package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run is a pure function of the program and its seed. The digests say that it is the same function on every JDK and
 * with any number of carrier threads; only a change of the order in which things happen may change them.
 */
@Tag("determinism")
class DeterminismTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void twoRunsWithOneSeed_areTheSame(long seed) {
        List<String> first = RandomProgram.run(seed);
        List<String> second = RandomProgram.run(seed);

        assertThat(second).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 95f64614837056ffc75e2305a65c3809a8b274b5213c0f17eac71e3fba76449a",
        "1, 67261c7f920a51714d8e96e571207e555717f9d56cf1625b69085c57c08e0e35",
        "42, 08d67ab6021bfa2a94d983df0c004b3d842f1bfe031ac1ecd13424eb972ee44c",
        "-1, 63c9030a6e547879e0f865e1ca77aeca543163b4516618103726824e5b658030",
    })
    void runWithASeed_isTheSameEverywhere(long seed, String digest) throws Exception {
        List<String> log = RandomProgram.run(seed);

        assertThat(log).hasSizeGreaterThan(500);
        assertThat(sha256(log)).isEqualTo(digest);
    }

    private static String sha256(List<String> lines) throws NoSuchAlgorithmException {
        byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
