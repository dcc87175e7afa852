package io.weir.connector.nexmark;

import io.weir.connector.base.Draw;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The columns of people. */
final class PersonColumns {
    private static final int NAME = 1;
    private static final int EMAIL = 2;
    private static final int CREDIT_CARD = 3;
    private static final int CITY = 4;
    private static final int STATE = 5;
    private static final int EXTRA = 6;

    private static final Words FIRST_NAMES = Words.of("Peter,Paul,Luke,John,Saul,Vicky,Kate,Julie,Sarah,Deiter,Walter");
    private static final Words LAST_NAMES = Words.of("Shultz,Abrams,Spencer,White,Bartels,Walton,Smith,Jones,Noris");
    private static final Words CITIES =
            Words.of("Phoenix,Los Angeles,San Francisco,Boise,Portland,Bend,Redmond,Seattle,Kent,Cheyenne");
    private static final Words STATES = Words.of("AZ,CA,ID,OR,WA,WY");
    private static final byte[] DOT_COM = ".com".getBytes(StandardCharsets.US_ASCII);

    private static final int MAX_MAILBOX = 7;
    private static final int MAX_DOMAIN = 5;
    private static final int DOMAIN_DRAW = 8;
    private static final int CARD_GROUPS = 4;
    private static final int CARD_GROUP_BOUND = 10_000;
    private static final int TEXT_BYTES = 24;
    /** What the public generator counts for the id of a person. */
    private static final int NUMBER_BYTES = 8;

    private PersonColumns() {}

    static EventColumn of(String name, EventModel model) {
        return switch (name) {
            case "id" ->
                run -> EventColumn.longs(run, (event, epoch) -> EventModel.FIRST_ID + model.lastPerson(event, epoch));
            case "name" -> texts(name(model));
            case "emailaddress" -> texts(email(model));
            case "creditcard" -> texts(creditCard(model));
            case "city" -> texts(word(model, CITY, CITIES));
            case "state" -> texts(word(model, STATE, STATES));
            case "datetime" -> run -> EventColumn.times(model, run);
            case "extra" -> extras(model);
            default -> throw new IllegalStateException("people have no column " + name);
        };
    }

    private static EventColumn texts(EventColumn.TextValue value) {
        return run -> EventColumn.texts(run, TEXT_BYTES, value);
    }

    private static EventColumn.TextValue name(EventModel model) {
        long seed = Draw.fieldSeed(model.seed(), NAME);
        return (out, event) -> {
            long bits = Draw.bits(seed, event, 0);
            FIRST_NAMES.write(Draw.high(bits, FIRST_NAMES.size()), out);
            out.put((byte) ' ');
            LAST_NAMES.write(Draw.low(bits, LAST_NAMES.size()), out);
        };
    }

    private static EventColumn.TextValue email(EventModel model) {
        long seed = Draw.fieldSeed(model.seed(), EMAIL);
        return (out, event) -> {
            RandomText.words(out, MAX_MAILBOX, seed, event, 0);
            out.put((byte) '@');
            RandomText.words(out, MAX_DOMAIN, seed, event, DOMAIN_DRAW);
            out.copy(DOT_COM, 0, DOT_COM.length);
        };
    }

    private static EventColumn.TextValue creditCard(EventModel model) {
        long seed = Draw.fieldSeed(model.seed(), CREDIT_CARD);
        return (out, event) -> {
            for (int group = 0; group < CARD_GROUPS; group++) {
                if (group > 0) {
                    out.put((byte) ' ');
                }
                int digits = Draw.high(Draw.bits(seed, event, group), CARD_GROUP_BOUND);
                out.put((byte) ('0' + digits / 1000));
                out.put((byte) ('0' + digits / 100 % 10));
                out.put((byte) ('0' + digits / 10 % 10));
                out.put((byte) ('0' + digits % 10));
            }
        };
    }

    private static EventColumn.TextValue word(EventModel model, int field, Words words) {
        long seed = Draw.fieldSeed(model.seed(), field);
        return (out, event) -> words.write(Draw.high(Draw.bits(seed, event, 0), words.size()), out);
    }

    private static EventColumn extras(EventModel model) {
        List<EventColumn.TextValue> others = List.of(
                name(model), email(model), creditCard(model), word(model, CITY, CITIES), word(model, STATE, STATES));
        long seed = Draw.fieldSeed(model.seed(), EXTRA);
        return run -> {
            // How long the filler is depends on the other texts; they are made again for their length.
            TextWriter scratch = new TextWriter(others.size(), TEXT_BYTES);
            return EventColumn.texts(run, model.personBytes(), (out, event) -> {
                scratch.end = 0;
                for (EventColumn.TextValue other : others) {
                    other.write(scratch, event);
                }
                int currentBytes = NUMBER_BYTES + scratch.end;
                RandomText.extra(out, currentBytes, model.personBytes(), Draw.bits(seed, event, 0));
            });
        };
    }
}
