package io.weir.connector.kafka;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One admin client for all that talk to the same cluster in the same way: a client of its own for each commit would connect, and fetch what the cluster consists of, several times a
 * second. It is made when it is first asked for, and closed with its last lease. Any thread.
 */
final class SharedBrokers {
    /** By properties. An entry is there as long as it has leases. */
    private final Map<Map<String, String>, Client> clients = new HashMap<>();

    /** The right to use a client until the lease is closed. Cheap: nothing is connected yet. */
    synchronized Lease lease(Map<String, String> properties) {
        Client client = clients.computeIfAbsent(Map.copyOf(properties), Client::new);
        client.leases++;
        return new Lease(client);
    }

    private void release(Client client) {
        synchronized (this) {
            client.leases--;
            if (client.leases > 0) {
                return;
            }
            clients.remove(client.properties);
        }
        client.close();
    }

    /** How many clients are leased. */
    synchronized int size() {
        return clients.size();
    }

    private static final class Client {
        private final Map<String, String> properties;
        private int leases;
        private @Nullable Brokers brokers;

        private Client(Map<String, String> properties) {
            this.properties = properties;
        }

        // Not under the lock of all: to resolve the name of one cluster may take long.
        private synchronized Brokers get() {
            Brokers made = brokers;
            if (made == null) {
                made = new Brokers(properties);
                brokers = made;
            }
            return made;
        }

        private synchronized void close() {
            Brokers made = brokers;
            if (made != null) {
                made.close();
            }
        }
    }

    /** Belongs to one user; closed once or more often. */
    final class Lease implements AutoCloseable {
        private @Nullable Client client;

        private Lease(Client client) {
            this.client = client;
        }

        /** Not to be closed. @throws io.weir.spi.error.WeirException (CONNECTOR_UNREACHABLE) */
        Brokers get() {
            Client leased;
            synchronized (this) {
                leased = client;
            }
            if (leased == null) {
                throw new IllegalStateException("the lease of a Kafka client is over");
            }
            return leased.get();
        }

        @Override
        public void close() {
            Client leased;
            synchronized (this) {
                leased = client;
                client = null;
            }
            if (leased != null) {
                release(leased);
            }
        }
    }
}
