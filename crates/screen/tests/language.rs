//! Names of many languages, each pair with what a reader of both would say.

use screen::name::Kind;
use screen::score::scorer;
use screen::subject::Subject;

fn odds(left: &str, right: &str, kind: Kind) -> f32 {
    let (left, right) = (Subject::named(left, kind), Subject::named(right, kind));
    scorer::newest().score(&left, &right)
}

fn check(left: &str, right: &str, expect: bool) {
    let score = odds(left, right, Kind::Person);
    assert_eq!(score >= 0.5, expect, "{left} | {right}: {score}");
}

fn check_organisation(left: &str, right: &str, expect: bool) {
    let score = odds(left, right, Kind::Organisation);
    assert_eq!(score >= 0.5, expect, "{left} | {right}: {score}");
}

#[test]
fn arabic() {
    check("يوسف الحداد", "Yousef Al-Haddad", true);
    check("عبد الرحمن قاسم", "Abdurrahman Qasim", true);
    check("عبدالرحمن قاسم", "Abd al-Rahman Kassem", true);
    check("خَالِد مَنْصُور", "Khaled Mansour", true);
    check("Abu Bakr Nasser", "أبو بكر ناصر", true);
    check("يوسف الحداد", "Karim Al-Najjar", false);
}

#[test]
fn the_order_of_a_chain_carries_meaning() {
    check("Salman bin Muhammad", "Muhammad bin Salman", false);
    check("Salman bin Muhammad", "Salman ibn Mohammed", true);
}

#[test]
fn persian_and_urdu() {
    check("پرویز گلستانی", "Parviz Golestani", true);
    check("چنگیز پٹیل", "Changez Patel", true);
}

#[test]
fn hebrew() {
    check("יעל שפירא", "Yael Shapira", true);
    check("ג'ורג' לוין", "George Levin", true);
    check("יעל שפירא", "Miriam Katz", false);
}

#[test]
fn cyrillic() {
    check("Дмитрий Щербаков", "Dmitry Shcherbakov", true);
    check("Олександр Гончаренко", "Oleksandr Honcharenko", true);
    check("Дмитрий Щербаков", "Anton Lebedev", false);
}

#[test]
fn greek() {
    check("Νικόλαος Παπαδόπουλος", "Nikolaos Papadopoulos", true);
}

#[test]
fn chinese() {
    check("李明", "Li Ming", true);
    check("李明", "Ming Li", true);
    check("Teng Hsiao-lung", "Deng Xiaolong", true);
}

#[test]
fn korean() {
    check("김민수", "Kim Min-su", true);
    check("박지훈", "Ji Hoon Park", true);
    check("김민수", "Choi Seung-ho", false);
}

#[test]
fn japanese() {
    check("ヤマダ タロウ", "Yamada Taro", true);
    check("山田花子", "Hanako Yamada", true);
}

#[test]
fn latin() {
    check("MÜLLER, Jürgen", "Jurgen Muller", true);
    check("J. Müller", "Jürgen Müller", true);
    check("K. Müller", "Jürgen Müller", false);
    check("Elena Petrescu", "Marco Bianchi", false);
}

#[test]
fn organisations() {
    check_organisation("Nordwind Logistik GmbH", "Nordwind Logistik", true);
    check_organisation("Brigade Forty-Four", "Brigade 44", true);
    check_organisation("Nordwind Logistik GmbH", "Südstern Bau GmbH", false);
}

#[test]
fn a_birth_date_selects_nobody() {
    let subject = |name: &str| {
        let mut subject = Subject::named(name, Kind::Person);
        subject.add_birth("1971-04-23");
        subject.add_country("fr");
        subject.set_sex("male");
        subject
    };
    let score = scorer::newest().score(&subject("Elena Petrescu"), &subject("Marco Bianchi"));
    assert!(score < 0.2, "{score}");
}

#[test]
fn a_title_stands_before_a_name_and_names_elsewhere() {
    check("Diego Gómez", "James King", false);
    check("James King", "James Marshal", false);
    check("James King", "James", true);
    check("Dr. James King", "James King", true);
    check("King, James", "James King", true);
    check("Haji Karim Nasser", "Karim Nasser", true);
    check("James King Jr.", "James King", true);
    check("Sharif", "Sharif", true);
}

#[test]
fn a_birth_date_lowers_like_names() {
    let born = |date: &str| {
        let mut subject = Subject::named("Elena Petrescu", Kind::Person);
        subject.add_birth(date);
        subject
    };
    let score = |left, right| scorer::newest().score(&born(left), &born(right));
    assert!(score("1971-04-23", "1948-11-02") < 0.5);
    assert!(score("1971-04-23", "1971-04-28") > score("1971-04-23", "1948-11-02"));
    assert!(score("1971-04-23", "1971-04-23") > 0.9);
}
