package dev.barre.kafka.chaos;

import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.Service;
import dev.barre.kafka.TypedService;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service of a member: does the work, and tells the account before and after. */
final class AccountedService {
    private static final Logger LOG = LoggerFactory.getLogger(AccountedService.class);

    private final String member;
    private final Work work;
    private final HandlerAccount account;

    private AccountedService(String member, Work work, HandlerAccount account) {
        this.member = member;
        this.work = work;
        this.account = account;
    }

    static TypedService of(Variant variant, String member, Work work, HandlerAccount account) {
        AccountedService service = new AccountedService(member, work, account);
        TypedService typed = variant.batches()
                ? Service.ofRecords(String.class, Numbered.class, service::handleAll)
                : Service.ofRecord(String.class, Numbered.class, service::handle);
        return typed.onError(error -> LOG.info("{}: {}", member, error.toString()));
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
        Numbered order = record.value();
        if (order == null) {
            throw new IllegalStateException("A tombstone, which nobody has sent: " + record);
        }
        Handling handling = new Handling(
                order.key(),
                order.sequence(),
                record.partition(),
                record.offset().offset(),
                member);
        account.delivered(handling);
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
