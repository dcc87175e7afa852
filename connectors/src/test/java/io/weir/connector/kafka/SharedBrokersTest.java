package io.weir.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SharedBrokersTest {
    private static final Map<String, String> ONE = Map.of("bootstrap.servers", "localhost:1");
    private static final Map<String, String> OTHER = Map.of("bootstrap.servers", "localhost:2");

    private final SharedBrokers shared = new SharedBrokers();

    @Test
    void thoseWhoTalkToTheSameClusterShareAClient() {
        try (SharedBrokers.Lease first = shared.lease(ONE);
                SharedBrokers.Lease second = shared.lease(Map.copyOf(ONE));
                SharedBrokers.Lease other = shared.lease(OTHER)) {
            assertThat(first.get()).isSameAs(second.get()).isNotSameAs(other.get());
        }
    }

    @Test
    void theClientGoesWithItsLastLease() {
        SharedBrokers.Lease first = shared.lease(ONE);
        SharedBrokers.Lease second = shared.lease(ONE);
        Brokers client = first.get();
        first.close();
        first.close();
        assertThat(second.get()).isSameAs(client);
        second.close();
        assertThat(shared.size()).isZero();
        try (SharedBrokers.Lease later = shared.lease(ONE)) {
            assertThat(later.get()).isNotSameAs(client);
        }
    }

    @Test
    void aLeaseThatIsClosedGivesNothing() {
        SharedBrokers.Lease lease = shared.lease(ONE);
        lease.close();
        assertThatThrownBy(lease::get).hasMessageContaining("lease of a Kafka client is over");
    }
}
