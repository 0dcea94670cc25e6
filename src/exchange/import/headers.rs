//! What columns are called by whoever, whatever program wrote them: English, and the languages of the exports that people
//! have (German, French, Spanish, Italian, Dutch, Portuguese). A table, so that a word costs a word. Words stand as headers
//! are compared: letters and digits, small, without accents. What means different things to different people is in none of
//! it, `Titel` or `Service`: it is told as not used, and can be said.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::known::known_as;
use super::services;
use crate::domain::import::Field;
use crate::domain::words::Vocabulary as _;

/// Each field with what it is called, beside its own word; a space stands between two names.
const HEADERS: &[(Field, &str)] = &[
    (
        Field::Name,
        "fullname contact contactname contactperson personname displayname ansprechpartner ansprechpartnerin \
         kontakt kontaktperson \
         vollername nom nomcomplet nometprenom interlocuteur nombre nombrecompleto nombreyapellidos contacto \
         personadecontacto nome nomecompleto nominativo contatto referente contato naam volledigenaam \
         contactpersoon",
    ),
    (
        Field::FirstName,
        "givenname forename contactfirstname personfirstname vorname rufname prenom nombredepila primernombre \
         voornaam primeironome nomeproprio",
    ),
    (
        Field::LastName,
        "surname familyname contactlastname personlastname nachname familienname zuname nomdefamille apellido \
         apellidos primerapellido cognome \
         achternaam familienaam sobrenome apelido ultimonome",
    ),
    (
        Field::Particle,
        "tussenvoegsel tussenvoegsels voorvoegsel voorvoegsels namenszusatz namensvorsatz vorsatzwort adelspradikat \
         particule",
    ),
    (
        Field::Title,
        "jobtitle position role organizationtitle contacttitle contactjobtitle personjobtitle funktion jobtitel \
         stelle stellenbezeichnung berufsbezeichnung \
         rolle poste fonction titredeposte intituledeposte intituleduposte puesto cargo puestodetrabajo ruolo \
         posizione qualifica mansione functie functietitel funcao posicao",
    ),
    (Field::Department, "organizationdepartment abteilung bereich departamento dipartimento reparto afdeling"),
    (
        Field::Email,
        "emailaddress emailvalue secondaryemail otheremail otheremails privateemail workemail businessemail \
         contactemail personemail personemailwork personemailhome personemailother mail emailadresse mailadresse \
         emailgeschaftlich geschaftlicheemail adresseemail adressemail courriel adressecourriel \
         adressedemessagerie emailprofessionnel correo correoelectronico direcciondecorreo \
         direcciondecorreoelectronico indirizzoemail postaelettronica emailaziendale emailadres mailadres \
         enderecodeemail correioeletronico emailprofissional",
    ),
    (
        Field::Phone,
        "phonenumber phonevalue telephone businessphone workphone officephone directphone contactphone personphone \
         personphonework \
         personphoneother otherphone otherphones tel telno telefon telefonnummer telefonnr \
         telnr telefongeschaftlich telefonburo durchwahl rufnummer festnetz festnetznummer numerodetelephone \
         telephoneprofessionnel telephonebureau telephonefixe lignedirecte telefono telefonofijo numerodetelefono \
         telefonoufficio numeroditelefono telefoon telefoonnummer telefone numerodetelefone telefonefixo",
    ),
    (
        Field::Mobile,
        "mobilephone mobilephonenumber mobilenumber contactmobile personphonemobile othermobiles cell cellphone \
         mobil mobiltelefon mobilnummer mobilnr mobilfunk handy \
         handynummer handynr portable telephoneportable telephonemobile telmobile telportable gsm movil \
         telefonomovil celular cellulare telefonocellulare mobiel mobielnummer mobieltelefoonnummer telemovel \
         telefonecelular",
    ),
    (
        Field::Switchboard,
        "companyphone companyphonenumber companymainphone accountphone organizationphone mainphone zentrale \
         telefonzentrale standardtelephonique centralita centralino",
    ),
    (
        Field::Linkedin,
        "linkedinurl linkedinprofile linkedinprofileurl personlinkedin personlinkedinurl contactlinkedin \
         linkedinprofil linkedinadresse profillinkedin \
         perfillinkedin perfildelinkedin profilolinkedin linkedinprofiel",
    ),
    (
        Field::ConnectedOn,
        "verbundenam vernetztam verknupftam connexionle connectele conectadoel collegatoil verbondenop \
         conectadoem",
    ),
    (Field::Timezone, "zeitzone fuseauhoraire zonahoraria husohorario fusoorario fusohorario tijdzone"),
    (
        Field::Notes,
        "note comment comments remark remarks bemerkung bemerkungen notiz notizen anmerkung anmerkungen kommentar \
         kommentare remarque remarques commentaire commentaires nota notas observaciones comentario comentarios \
         annotazione annotazioni commento commenti opmerking opmerkingen notitie notities observacoes anotacoes",
    ),
    (
        Field::Company,
        "companyname companyaccount organization organisation organizationname personorganization employer account \
         accountname firma firmenname \
         unternehmen unternehmensname arbeitgeber gesellschaft societe entreprise raisonsociale nomdelasociete \
         nomdelentreprise empresa compania razonsocial nombredelaempresa organizacion azienda societa impresa \
         ditta ragionesociale nomeazienda bedrijf bedrijfsnaam organisatie werkgever onderneming nomedaempresa \
         companhia organizacao razaosocial",
    ),
    (
        Field::Website,
        "webpage domain websiteurl companywebsite companydomain companydomainname accountwebsite \
         organizationwebsite webseite internetseite webadresse homepage siteweb siteinternet sitioweb paginaweb \
         sitoweb sito",
    ),
    (
        Field::Industry,
        "companyindustry organizationindustry branche wirtschaftszweig secteur secteurdactivite sector ramo \
         settore settoredattivita",
    ),
    (Field::DoNotContact, "nichtkontaktieren nepascontacter nocontactar noncontattare nietbenaderen naocontatar"),
    (Field::Salesforce, "salesforce salesforceaccountid"),
    (Field::Hubspot, "hubspot hubspotcompanyid"),
    (Field::SalesforceContact, "salesforcecontactid"),
    (Field::HubspotContact, "hubspotcontactid"),
];

/// What a company is called by those who sell to it. Beside a column that says `company` it is something else, and beside
/// an address alone it may be a person, so it counts only where neither is (`named.rs`).
const CUSTOMERS: &str = "customer customername client clientname prospect prospectname \
                         kunde kundenname auftraggeber \
                         nomduclient nomclient cliente nombredelcliente nombrecliente nomecliente nomedelcliente \
                         nomedocliente klant klantnaam opdrachtgever kund kundnamn";

/// What columns are called for which there is no place: who writes one of these has said what it is. Beside a `Job Title`
/// a `Title` is a form of address.
const IDLE: &str = "city town street streetaddress address address1 address2 addressline1 addressline2 zip zipcode postalcode \
                    postcode state stateprovince province region county country countryregion territory \
                    employees numberofemployees employeecount companysize headcount revenue annualrevenue founded \
                    yearfounded currency language fax faxnumber salutation title middlename nameprefix suffix \
                    namesuffix created createddate \
                    lastmodifieddate lastactivity status leadstatus leadsource lifecyclestage type label labels group \
                    groups gender birthday nickname initials rating score \
                    ort stadt plz postleitzahl strasse hausnummer land bundesland anschrift adresse mitarbeiter \
                    mitarbeiterzahl umsatz jahresumsatz anrede \
                    ville rue codepostal pays effectif chiffredaffaires civilite \
                    ciudad calle codigopostal pais provincia direccion empleados facturacion \
                    citta via cap paese indirizzo dipendenti fatturato \
                    plaats woonplaats straat adres werknemers omzet aanhef \
                    cidade cep endereco funcionarios faturamento";

/// Words of a header below which stand addresses of ours, not of the people in the list.
const OURS: &[&str] =
    &["owner", "createdby", "modifiedby", "assigned", "besitzer", "bearbeiter", "zustandig", "betreuer"];

/// What a column is called by whoever, by what it is [`known_as`].
static COMMON: LazyLock<HashMap<String, Field>> = LazyLock::new(|| {
    let called =
        HEADERS.iter().flat_map(|(field, names)| names.split_whitespace().map(|name| (name.to_owned(), *field)));
    let own = Field::ALL.iter().map(|field| (known_as(field.word()), *field));
    called.chain(own).collect()
});

/// All names of columns that anybody writes.
static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    COMMON.keys().map(String::as_str).chain(CUSTOMERS.split_whitespace()).chain(services::words()).collect()
});

/// What a column says that it is, where no service is known, by what it is [`known_as`]. Of what several columns can be they
/// may have numbers: `E-mail 2`, `Phone 2 - Value`.
pub(super) fn common(known: &str) -> Option<Field> {
    let numbered = || {
        let (before, behind) = known.split_once(|c: char| c.is_ascii_digit())?;
        COMMON.get(format!("{before}{behind}").as_str()).copied().filter(|field| field.holds_many())
    };
    COMMON.get(known).copied().or_else(numbered)
}

/// Whether a column is of those who buy, be they people or companies.
pub(super) fn is_customer(known: &str) -> bool {
    CUSTOMERS.split_whitespace().any(|word| word == known)
}

/// Whether a column is of those whose list it is.
pub(super) fn is_ours(known: &str) -> bool {
    OURS.iter().any(|word| known.contains(word))
}

/// Whether a column's name says what it is, and that is nothing that is kept.
pub(super) fn is_idle(known: &str) -> bool {
    IDLE.split_whitespace().any(|word| word == known)
}

/// Whether a cell is what some column is called, in whatever table.
pub(super) fn is_word(cell: &str) -> bool {
    const MOST: usize = 60;
    let is_one = |known: &str| WORDS.contains(known) || common(known).is_some();
    cell.len() <= MOST && is_one(&known_as(cell))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_word_means_one_thing_and_stands_as_it_is_compared() {
        let mut seen: HashSet<&str> = HashSet::new();
        for name in HEADERS.iter().flat_map(|(_, names)| names.split(' ')) {
            assert!(seen.insert(name), "{name} twice");
            assert_eq!(known_as(name), name);
            assert!(!Field::ALL.iter().any(|field| known_as(field.word()) == name), "{name} is a field's own word");
        }
        for name in IDLE.split_whitespace().chain(CUSTOMERS.split_whitespace()) {
            assert!(seen.insert(name), "{name} twice");
            assert_eq!(known_as(name), name);
        }
    }
}
