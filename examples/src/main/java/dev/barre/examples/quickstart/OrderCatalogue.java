package dev.barre.examples.quickstart;

import java.util.List;

/** The words that generated orders are made of. */
final class OrderCatalogue {
    /** Something to buy, its price in hundredths of the currency. */
    record Product(String sku, int price) {}

    /** A place to send it to, and the currency that people pay with there. */
    record Place(String street, String city, String postalCode, String country, String currency) {}

    static final List<Product> PRODUCTS = List.of(
            new Product("TEA-GRN-0250", 890),
            new Product("TEA-BLK-0500", 1_250),
            new Product("COF-ESP-1000", 1_899),
            new Product("COF-DEC-0250", 749),
            new Product("CHO-DRK-0100", 325),
            new Product("CUP-POR-WHITE", 1_495),
            new Product("POT-GLS-1200", 3_990),
            new Product("KET-STL-1700", 8_499),
            new Product("GRD-BUR-ELEC", 14_900),
            new Product("FLT-PAP-0100", 299),
            new Product("SPN-STL-SET6", 1_075),
            new Product("GFT-BOX-LARGE", 5_250));

    static final List<Place> PLACES = List.of(
            new Place("Lindenstraße", "Berlin", "10969", "DE", "EUR"),
            new Place("Rue de la République", "Lyon", "69002", "FR", "EUR"),
            new Place("Calle de Alcalá", "Madrid", "28014", "ES", "EUR"),
            new Place("Via Garibaldi", "Torino", "10122", "IT", "EUR"),
            new Place("Rua Augusta", "Lisboa", "1100-053", "PT", "EUR"),
            new Place("King Street", "Manchester", "M2 4LQ", "GB", "GBP"),
            new Place("Princes Street", "Edinburgh", "EH2 2AN", "GB", "GBP"),
            new Place("Market Street", "San Francisco", "94103", "US", "USD"),
            new Place("West 23rd Street", "New York", "10010", "US", "USD"),
            new Place("Bahnhofstrasse", "Zürich", "8001", "CH", "CHF"),
            new Place("Piotrkowska", "Łódź", "90-406", "PL", "PLN"),
            new Place("Drottninggatan", "Malmö", "211 49", "SE", "SEK"));

    static final List<String> FIRST_NAMES = List.of(
            "Ana",
            "Björn",
            "Chloé",
            "Dmitri",
            "Elif",
            "Francesca",
            "Grzegorz",
            "Hannah",
            "Ibrahim",
            "Jürgen",
            "Katarzyna",
            "Luís",
            "Maya",
            "Niamh",
            "Oskar",
            "Priya",
            "Renée",
            "Søren",
            "Tomás",
            "Zoë");

    static final List<String> LAST_NAMES = List.of(
            "Almeida",
            "Bauer",
            "Castillo",
            "Dubois",
            "Eriksson",
            "Ferrari",
            "Gallagher",
            "Hofmann",
            "Ivanova",
            "Jankowski",
            "Kaya",
            "Łukasik",
            "Müller",
            "Nguyen",
            "O'Connor",
            "Patel",
            "Rossi",
            "Smith",
            "Turner",
            "Yıldız");

    private OrderCatalogue() {}
}
