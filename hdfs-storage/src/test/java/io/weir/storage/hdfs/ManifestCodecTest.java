package io.weir.storage.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.StoredFile;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ManifestCodecTest {
    private final CheckpointManifest manifest = Manifests.withFile(7, new StoredFile("shared/abc-000012.sst", 17, 42));

    @Test
    void whatIsWrittenIsRead() throws IOException {
        CheckpointManifest read = ManifestCodec.decode(ManifestCodec.encode(manifest));
        assertThat(read).usingRecursiveComparison().isEqualTo(manifest);
    }

    @Test
    void everyDamagedByteIsNoticed() {
        byte[] good = ManifestCodec.encode(manifest);
        for (int i = 0; i < good.length; i++) {
            byte[] damaged = good.clone();
            damaged[i] ^= 0x10;
            assertThatThrownBy(() -> ManifestCodec.decode(damaged))
                    .as("byte %s", i)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void everyTornTailIsNoticed() {
        byte[] good = ManifestCodec.encode(manifest);
        for (int length = 0; length < good.length; length++) {
            byte[] torn = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> ManifestCodec.decode(torn))
                    .as("length %s", length)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void pathsThatLeaveTheFolderAreRefused() {
        for (String path : new String[] {"../other/x", "/etc/passwd", "shared/../../x", "hdfs://other/x", ""}) {
            CheckpointManifest hostile = Manifests.withFile(7, new StoredFile(path, 1, 1));
            assertThatThrownBy(() -> ManifestCodec.encode(hostile))
                    .hasMessageContaining("path '" + path + "' in a manifest leaves its folder");
        }
    }
}
