package dev.barre.kafka.chaos;

import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.Service;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service of a member: does the work, and tells the account before and after. */
final class AccountedService {
    private static final Logger LOG = LoggerFactory.getLogger(AccountedService.class);

    /** Where the work of {@link HandlerKind#STAGE} is done. */
    private static final Executor ELSEWHERE = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "elsewhere");
        thread.setDaemon(true);
        return thread;
    });

    private final String member;
    private final Work work;
    private final HandlerAccount account;

    private AccountedService(String member, Work work, HandlerAccount account) {
        this.member = member;
        this.work = work;
        this.account = account;
    }

    static Service of(Variant variant, String member, Work work, HandlerAccount account) {
        AccountedService service = new AccountedService(member, work, account);
        return switch (variant.handler()) {
            case RECORD ->
                Service.ofRecord(String.class, Numbered.class, service::handle).onError(service::failed);
            case BATCH ->
                Service.ofRecords(String.class, Numbered.class, service::handleAll)
                        .onError(service::failed);
            case STAGE -> service.new Elsewhere();
        };
    }

    private void failed(ConnectorException error) {
        LOG.info("{}: {}", member, error.toString());
    }

    /** Returns at once, and is done later. */
    final class Elsewhere implements Service {
        /** Called by the listener. */
        public CompletionStage<?> onConsumerRecord(ConsumerRecord<String, Numbered> record) {
            account.delivered(handling(record));
            return CompletableFuture.runAsync(() -> work(record), ELSEWHERE);
        }

        /** Called by the listener. */
        public void onError(ConnectorException error) {
            failed(error);
        }
    }

    private void handleAll(List<ConsumerRecord<String, Numbered>> records) {
        try {
            records.forEach(this::handle);
        } catch (LastAttemptException e) {
            // A batch is given up as a whole.
            records.forEach(record -> account.givenUp(handling(record)));
            throw e;
        }
    }

    private void handle(ConsumerRecord<String, Numbered> record) {
        account.delivered(handling(record));
        work(record);
    }

    private void work(ConsumerRecord<String, Numbered> record) {
        Handling handling = handling(record);
        try {
            work.on(handling);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted in the middle of " + handling, e);
        } catch (LastAttemptException e) {
            account.givenUp(handling);
            throw e;
        }
        account.handled(handling);
    }

    private Handling handling(ConsumerRecord<String, Numbered> record) {
        Numbered order = record.value();
        if (order == null) {
            throw new IllegalStateException("A tombstone, which nobody has sent: " + record);
        }
        return new Handling(
                order.key(),
                order.sequence(),
                record.partition(),
                record.offset().offset(),
                member);
    }
}
